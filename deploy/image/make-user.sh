#!/bin/sh
# usage: make-user.sh   makes who runs Proxx, the folders that are kept, and the command.
set -eu

groupadd --gid 10001 proxx
useradd --uid 10001 --gid proxx --no-create-home --home-dir /var/lib/proxx --shell /usr/sbin/nologin proxx
for folder in /var/lib/proxx /var/cache/proxx /media; do
  mkdir -p "$folder"
  chown proxx:proxx "$folder"
done

# Called by whatever PATH: the Node that Proxx is tested with, and no other.
cat > /usr/local/bin/proxx <<'END'
#!/bin/sh
exec /opt/proxx/bin/node /opt/proxx/packages/cli/bin/proxx.js "$@"
END
chmod 755 /usr/local/bin/proxx
