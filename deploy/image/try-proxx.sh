#!/bin/sh
# usage: try-proxx.sh slim|full|remotion   tries an image from within, as its user: what is installed, the main job, the server, a movie.
# Needs no network, and fails if something of it does.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
say() { printf '\n== %s\n' "$*"; }

say "who: $(id -un), and which way out there is"
[ "$(id -u)" != 0 ]
# Nothing but the loopback, and no route: the third line of both files is the first that names anything else.
[ "$(tail -n +3 /proc/net/dev | grep -cv '^ *lo:')" = 0 ]
echo none

say "proxx doctor"
proxx doctor

say "the main job: a clip to ProRes, and to H.264"
ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=24000/1001:d=2 -f lavfi -i sine=f=330:r=48000:d=2 \
  -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a pcm_s16le A001.mov
mkdir proxies
proxx new A001.mov --profile proxy_prores_proxy --to proxies -o prores.json
proxx new A001.mov --profile proxy_h264_low --to proxies -o h264.json
proxx run prores.json > prores.result.json
proxx run h264.json > h264.result.json
ls -l proxies

say "the server, and its health check"
proxx serve --data "$work/data" --port 4747 &
server=$!
until /opt/proxx/bin/node /opt/proxx/healthy.mjs; do
  kill -0 "$server"
  sleep 0.2
done
kill "$server"
wait "$server"

say "a movie"
proxx movie create /image/try-article.md -o movie
ffprobe -v error -show_entries format=duration,size:stream=codec_name,width,height -of default=nw=1 movie/movie.mp4

if [ "$1" != slim ]; then
  say "the browser, and a page with Japanese on it"
  printf '<p style="font:40px sans-serif">灯台の光 · Łódź</p>' > page.html
  chromium-headless-shell --no-sandbox --disable-gpu --screenshot="$work/page.png" "file://$work/page.html"
  ls -l page.png
fi
if [ "$1" = remotion ]; then
  say "a section of the movie by Remotion, drawn in the browser"
  proxx movie create /image/try-article.md -o drawn --scenes 1 --size 640x360 --renderer remotion
fi
say "all of it works"
