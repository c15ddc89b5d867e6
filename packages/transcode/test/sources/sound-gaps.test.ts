import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeClip, QUICK_H264, runFfmpeg, temporaryFolder, testPicture } from "@proxx/testing";
import { listen, onsets } from "@proxx/testing/look-and-listen";
import { expect, test } from "vitest";
import { makeSmallProxy } from "../make-proxy.ts";

/** Two seconds of beeps at 0.2, 0.7, 1.2 and 1.7 s. */
const BEEPS = "aevalsrc='if(between(mod(t,0.5),0.2,0.3),sin(880*2*PI*t),0)':s=48000:d=2";

/** A copy whose sound goes on `seconds` later behind its packet `behind`: that packet lasts so much longer. */
function withGap(fileName: string, { behind, seconds }: { behind: number; seconds: number }): string {
  const whole = makeClip(`whole-${fileName}`, [
    ...[...testPicture({ size: "320x180", seconds: 2.5 }), "-f", "lavfi", "-i", BEEPS],
    ...[...QUICK_H264, "-c:a", fileName.endsWith(".ts") ? "mp2" : "aac"],
  ]);
  const later = (time: string) => `${time}+if(gt(N\\,${behind})\\,${seconds}/TB\\,0)`;
  const times = `setts=pts=${later("PTS")}:dts=${later("DTS")}`;
  return makeClip(fileName, ["-i", whole, "-c", "copy", "-bsf:a", times]);
}

const GAPS = {
  "first-packet.mp4": { behind: 1, seconds: 0.155 },
  "short.mp4": { behind: 40, seconds: 0.06 },
  "gap.ts": { behind: 20, seconds: 0.3 },
  "gap.mkv": { behind: 20, seconds: 0.3 },
} as const;

test.each([
  ["first-packet.mp4", "prores_proxy", "mov"],
  ["first-packet.mp4", "h264", "mp4"],
  ["first-packet.mp4", "vp9", "webm"],
  ["short.mp4", "prores_proxy", "mkv"],
  ["short.mp4", "dnxhr_lb", "mxf"],
  ["gap.ts", "prores_proxy", "mov"],
  ["gap.mkv", "prores_proxy", "mov"],
  ["gap.mkv", "h264", "mp4"],
] as const)("what comes behind a gap in %s keeps its time in %s in %s", async (fileName, codec, container) => {
  const gap = GAPS[fileName];
  const { path, losses } = await makeSmallProxy(withGap(fileName, gap), { codec, container });
  const heard = onsets(listen(path));
  const opens = (gap.behind * 1024) / 48000;
  const expected = [0.2, 0.7, 1.2, 1.7].map((beep) => (beep < opens ? beep : beep + gap.seconds));
  expect(heard).toHaveLength(4);
  for (const [index, beep] of heard.entries()) expect(Math.abs(beep - (expected[index] ?? 0))).toBeLessThan(0.012);
  const from = expect.stringMatching(new RegExp(`a gap of 0${String(gap.seconds).slice(1, 4)}`));
  expect(losses["audio_gap"]).toMatchObject({ from, to: "silence" });
});

/** Two seconds of AMR as old telephones pack it: five frames of 20 ms to a sample of the container. */
function packedAmr(): string {
  const folder = temporaryFolder();
  const frame = (number: number) =>
    Buffer.from([0x3c, ...Array.from({ length: 31 }, (_, at) => (number * 31 + at) * 73)]);
  const frames = Array.from({ length: 100 }, (_, number) => frame(number));
  writeFileSync(join(folder, "raw.amr"), Buffer.concat([Buffer.from("#!AMR\n"), ...frames]));
  const path = join(folder, "packed.3gp");
  const picture = testPicture({ size: "176x144", rate: "2" });
  runFfmpeg([...picture, "-i", join(folder, "raw.amr"), "-c:v", "mpeg4", "-c:a", "copy", path]);
  const bytes = readFileSync(path);
  const sound = bytes.indexOf("samr");
  const set = (table: string, values: Record<number, number>) => {
    const start = bytes.indexOf(table, sound) + table.length;
    for (const [at, value] of Object.entries(values)) bytes.writeUInt32BE(value, start + Number(at));
  };
  set("stts", { 8: 20, 12: 800 });
  set("stsc", { 12: 5 });
  set("stsz", { 4: 160, 8: 20 });
  writeFileSync(path, bytes);
  return path;
}

test("a track of which the decoder gives a fifth is left out and named, and no row counts it", async () => {
  const { clip, losses, probed } = await makeSmallProxy(packedAmr());
  expect(losses["audio_track"]).toMatchObject({
    from: "track 1 (amr_nb)",
    reason: expect.stringMatching("hold 5 frames each"),
  });
  expect(probed.streams.filter(({ codec_type }) => codec_type === "audio")).toEqual([]);
  expect(clip.verification).toContainEqual(expect.objectContaining({ check: "audio_tracks", expected: "0" }));
});

test("sound whose clock is a hundred times too fast, as headers of old AVIs have it, is heard as it was recorded", async () => {
  const whole = makeClip("whole-clock.avi", [
    ...[...testPicture({ size: "320x180", seconds: 2.5 }), "-f", "lavfi", "-i", BEEPS],
    ...["-c:v", "mjpeg", "-c:a", "libmp3lame"],
  ]);
  const bytes = readFileSync(whole);
  const rate = bytes.indexOf("auds") + 24;
  bytes.writeUInt32LE(bytes.readUInt32LE(rate) * 100, rate);
  const source = join(temporaryFolder(), "clock.avi");
  writeFileSync(source, bytes);
  for (const [codec, container] of [
    ["prores_proxy", "mov"],
    ["h264", "mp4"],
    ["dnxhr_lb", "mxf"],
  ] as const) {
    const { path, clip, losses } = await makeSmallProxy(source, { codec, container });
    const heard = onsets(listen(path));
    expect(heard).toHaveLength(4);
    // MP3 begins with 48 ms that are not in the recording.
    for (const [index, beep] of heard.entries()) expect(Math.abs(beep - 0.2 - index * 0.5)).toBeLessThan(0.06);
    expect(losses["audio_times"]).toMatchObject({ to: "one packet behind the other" });
    expect(clip.verification.map(({ check }) => check)).toEqual(expect.arrayContaining(["sync_1", "audio_samples_1"]));
  }
});
