#!/bin/sh
# usage: install-remotion.sh FOLDER   installs Remotion into FOLDER/node_modules. It has a licence of its own, free for individuals
# and companies of up to three people: who builds the target `remotion` decides.
set -eu

mkdir -p "$1"
cd "$1"
version=4.0.529
npm init --yes > /dev/null
npm install --no-audit --no-fund \
  remotion@$version @remotion/renderer@$version @remotion/bundler@$version react@19.3.1 react-dom@19.3.1
