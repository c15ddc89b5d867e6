#!/bin/sh
# usage: install-proxx.sh FOLDER   builds the checkout that it stands in, and installs it into FOLDER, which is new or empty: the
# command with the packages of the lock, and the Node that the checkout is tested with.
set -eu

checkout=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)

cd "$checkout"
[ -x node_modules/node/bin/node ] || npm ci --no-audit --no-fund
PATH=$checkout/node_modules/.bin:$PATH node scripts/build.ts

# Of all workspaces the command alone, which is built with the others in it. What npm finds in the lock is taken as it stands there.
mkdir -p "$folder/bin" "$folder/packages/cli"
cp package-lock.json LICENSE deploy/image/healthy.mjs "$folder"
echo '{ "private": true, "type": "module", "workspaces": ["packages/cli"] }' > "$folder/package.json"
cp packages/cli/package.json "$folder/packages/cli"
(
  cd "$folder"
  npm pkg delete devDependencies --workspace=@proxx/cli
  npm install --omit=dev --ignore-scripts --no-audit --no-fund
)
cp -R packages/cli/bin packages/cli/dist packages/cli/resolve-bridge "$folder/packages/cli"
cp -L node_modules/node/bin/node "$folder/bin/node"
