import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askFfprobe, decodeFilm, type ProbedFile } from "@proxx/testing";
import { inTurn } from "@proxx/testing/rows";
import { beforeAll, describe, expect, test } from "vitest";
import { makeProxy, refusalOf } from "../make-proxy.ts";

// Where these come from, and under which licence, stands in the README beside them.
const FOLDER = fileURLToPath(new URL("clips/", import.meta.url));

const PROXIES = [
  { codec: "prores_proxy", container: "mov" },
  { codec: "h264", container: "mp4", resolution: "same" },
] as const;

const WITH_PICTURE = [
  "BigBuckBunny.mp4",
  "bbb_480p_vp9_opus_1second.webm",
  "blank_video.m4v",
  "blue.mpg",
  "busMpeg4.mp4",
  "colors.mp4",
  "colors.ogv",
  "test_stereo_left_right.webm",
  "video_with_undefined_display_aspect_ratio.mp4",
];

const REFUSED = {
  "block_ends_beyond_cluster.mkv": "source_truncated",
  "test-unsupported.avi": "source_no_video",
  "video_without_video_stream.mp4": "source_no_video",
};

/** Small pictures of every frame, in colour. */
const SIDE = 32;
const FRAME_BYTES = SIDE * SIDE * 3;

/** When frames are shown, counted from the first. */
function frameTimes({ frames }: ProbedFile): number[] {
  const times = frames.map((frame) => Number(frame.pts_time));
  return times.map((time) => time - (times[0] ?? 0));
}

function allInterlaced({ frames }: ProbedFile): boolean {
  return frames.every((frame) => frame.interlaced_frame === 1);
}

/** The mean difference of two pictures' bytes, frame by frame. */
function differences(one: Buffer, other: Buffer): number[] {
  return Array.from({ length: one.length / FRAME_BYTES }, (_, frame) => {
    let sum = 0;
    for (let at = frame * FRAME_BYTES; at < (frame + 1) * FRAME_BYTES; at++)
      sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0));
    return sum / FRAME_BYTES;
  });
}

/** How loud each tenth of a second is, from where the picture begins. */
function loudness(samples: Int16Array, { frames, audio }: ProbedFile): number[] {
  const channels = audio[0]?.channels ?? 1;
  const step = 800 * channels;
  const skipped = Math.round(Math.max(0, Number(frames[0]?.pts_time ?? 0)) * 8000) * channels;
  return Array.from({ length: Math.floor((samples.length - skipped) / step) }, (_, tenth) => {
    const part = samples.subarray(skipped + tenth * step, skipped + (tenth + 1) * step);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length) / 32768;
  });
}

/** What a film shows and sounds like, by ffmpeg and ffprobe. */
function perceive(path: string, probed: ProbedFile) {
  const { pixels, samples } = decodeFilm(path, {
    filter: `scale=${SIDE}:${SIDE}:flags=area+accurate_rnd`,
    sampleRate: probed.audio.length === 0 ? null : 8000,
  });
  return {
    times: frameTimes(probed),
    pictures: pixels,
    allInterlaced: allInterlaced(probed),
    channels: probed.audio.map((track) => track.channels),
    loudness: loudness(samples, probed),
  };
}

// What is read of a source does not depend on what is made of it: each is asked for in one of the two ways.
const CASES = WITH_PICTURE.map((name, index) => [name, inTurn(1, PROXIES, index)] as const);
describe.each(CASES)("%s", (name, proxies) => {
  const source = join(FOLDER, name);
  let before: ReturnType<typeof perceive>;
  beforeAll(() => {
    before = perceive(source, askFfprobe(source));
  });

  test.each(proxies)("shows and sounds as it did as $codec in $container, by ffmpeg's word alone", async (fields) => {
    const { path, probed } = await makeProxy(source, fields);
    const { times, pictures, ...after } = perceive(path, probed);
    expect(times).toHaveLength(before.times.length);
    // Half a frame is the most that rounding comes to. MPEG-1 without a clock says nothing of its frames.
    const halfFrame = (before.times.at(-1) ?? 0) / (before.times.length - 1) / 2;
    const off = times.map((time, frame) => Math.abs(time - (before.times[frame] ?? 0)));
    expect(off.filter((seconds) => seconds > halfFrame)).toEqual([]);
    expect(Math.max(...differences(before.pictures, pictures))).toBeLessThan(8);
    expect(after.allInterlaced).toBe(before.allInterlaced);
    expect(after.channels).toEqual(before.channels);
    expect(Math.abs(after.loudness.length - before.loudness.length)).toBeLessThanOrEqual(1);
    for (const [tenth, level] of after.loudness.entries())
      expect(level).toBeCloseTo(before.loudness[tenth] ?? level, 1);
  });
});

test.each(Object.entries(REFUSED))("%s is refused: %s", async (name, code) => {
  const issues = await refusalOf(join(FOLDER, name));
  expect(issues.map((issue) => issue.code)).toEqual([code]);
  expect(issues[0]?.hint).toBeTruthy();
});

test("every clip of the folder is one of these", () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...WITH_PICTURE, ...Object.keys(REFUSED)].sort());
});
