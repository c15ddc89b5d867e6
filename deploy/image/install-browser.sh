#!/bin/sh
# What the Remotion renderer needs beside: a Chrome without a window, and the fonts that pages ask the system for. Proxx itself
# draws with fonts of its own.
set -eu

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends \
  chromium-headless-shell fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
apt-get clean
rm -rf /var/lib/apt/lists/*
