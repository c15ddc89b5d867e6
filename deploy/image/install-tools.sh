#!/bin/sh
# What every image needs of Debian: ffmpeg, and what begins and ends the processes of a container. Speech and fonts come with
# Proxx from npm.
set -eu

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends ca-certificates ffmpeg tini
apt-get clean
rm -rf /var/lib/apt/lists/*
