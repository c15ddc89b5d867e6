import { numberedClip, QUICK_H264, shownNumbers } from "@proxx/testing";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { makeProxy } from "../make-proxy.ts";

/** Every frame that is on the screen at a moment of the forced rate, each `over / under` frames of the source. */
function onScreen(count: number, over: number, under: number): number[] {
  return Array.from({ length: count }, (_, moment) => Math.floor((moment * over) / under));
}

const RATES = [
  ["60", "force_24", 48, 5, 2],
  ["60000/1001", "force_29_97", 60, 2, 1],
  ["48000/1001", "force_23_976", 48, 2, 1],
  ["24", "force_60", 120, 2, 5],
  ["60", "force_20", 40, 3, 1],
  ["30", "force_60", 120, 1, 2],
  ["60", "force_30", 60, 2, 1],
  ["30", "force_15", 30, 2, 1],
  ["25", "force_25", 50, 1, 1],
] as const;

/** A clock of milliseconds rounds each rate in its own way; of a finer one those that it does not hold exactly are enough. */
describe.each([
  ["mkv", first(6, RATES)],
  ["flv", first(1, RATES)],
  ["mov", first(1, RATES.slice(0, 4))],
  ["ts", first(1, RATES.slice(0, 4))],
  ["avi", first(1, RATES.slice(0, 4))],
])("a forced rate of a source in %s", (extension, rates) => {
  const codec = extension === "avi" ? ["-c:v", "mpeg4", "-q:v", "2"] : QUICK_H264;

  test.each(rates)("takes of %s with %s the frames on the screen", async (rate, fps_mode, count, over, under) => {
    const source = numberedClip(`numbered.${extension}`, { rate }, codec);
    const { path, clip } = await makeProxy(source, { codec: "dnxhr_lb", fps_mode });
    expect(shownNumbers(path)).toEqual(onScreen(count, over, under));
    expect(clip.verification).toContainEqual(expect.objectContaining({ check: "cadence", pass: true }));
  });
});

const PROXIES = [
  ["h264", "mp4"],
  ["vp9", "webm"],
  ["prores_proxy", "mkv"],
  ["h265", "mp4"],
  ["h264", "mkv"],
  ["av1", "mp4"],
  ["dnxhr_sq", "mxf"],
] as const;
test.each(first(2, PROXIES))("every other frame of Matroska is taken for %s in %s", async (codec, container) => {
  const source = numberedClip("numbered.mkv", { rate: "60" });
  const { path } = await makeProxy(source, { codec, container, fps_mode: "force_30" });
  expect(shownNumbers(path)).toEqual(onScreen(60, 2, 1));
});
