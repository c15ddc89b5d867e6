#!/bin/sh
# usage: try-in-a-root.sh FOLDER [slim|full|remotion]   tries what the Dockerfile does without a container engine, as root, on Debian.
#
# Makes the root of a bare Debian below FOLDER with debootstrap, from the mirror that this machine has its own packages from, runs
# the scripts of the Dockerfile in it, and then, as the user of the image and without any network, try-proxx.sh. What each step took
# is printed at the end. FOLDER may be removed afterwards.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
target=${2:-full}
root=$folder/root
figures=$folder/figures.txt
sources=$(ls /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1)
mirror=$(grep -v '^#' "$sources" | grep -m 1 -oE 'https?://[^ ]+')
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")

timed() {
  name=$1
  shift
  began=$(date +%s)
  "$@"
  printf '%-24s %5s s  the root has then %s\n' "$name" "$(($(date +%s) - began))" "$(du -shx "$root" | cut -f 1)" >> "$figures"
}
inside() {
  chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"
}
install_proxx() {
  mkdir -p "$root/opt"
  "$scripts/install-proxx.sh" "$root/opt/proxx"
}
install_remotion() {
  "$scripts/install-remotion.sh" "$folder/remotion"
  cp -R "$folder/remotion/node_modules" "$root/node_modules"
}
copy_scripts() {
  mkdir -p "$root/image"
  cp "$scripts"/*.sh "$scripts"/*.md "$root/image"
  cp "$sources" "$root$sources"
}
# A network of its own has nothing but a loopback, which is down at first. /dev/shm is what a container engine mounts as well.
without_network() {
  unshare --net --mount --fork sh -eu -c '
    root=$1
    shift
    ip link set lo up
    mount -t proc proc "$root/proc"
    mkdir -p "$root/dev/shm"
    mount -t tmpfs tmpfs "$root/dev/shm"
    exec chroot --userspec=proxx:proxx "$root" /usr/bin/env -i HOME=/var/lib/proxx PROXX_HOME=/var/lib/proxx \
      XDG_CACHE_HOME=/var/cache/proxx PATH=/usr/local/bin:/usr/bin:/bin "$@"
  ' sh "$root" "$@"
}

: > "$figures"
timed debootstrap debootstrap --variant=minbase "$suite" "$root" "$mirror"
copy_scripts
timed install-tools.sh inside sh /image/install-tools.sh
[ "$target" = slim ] || timed install-browser.sh inside sh /image/install-browser.sh
timed make-user.sh inside sh /image/make-user.sh
timed install-proxx.sh install_proxx
[ "$target" != remotion ] || timed install-remotion.sh install_remotion
timed try-proxx.sh without_network sh /image/try-proxx.sh "$target"

echo
cat "$figures"
