import { rational } from "@proxx/media";
import { asComposition, deferComposition, openFile, type Composition } from "@proxx/composition";
import { askFfprobe, makeClip, QUICK_H264, temporaryFolder, testPicture, testTone } from "@proxx/testing";
import { frameLumas, listen, onsets, toneLevel } from "@proxx/testing/look-and-listen";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import { resources, runOperation } from "../../test/run-operation.ts";
import { createReframe } from "../reframe/reframe.ts";
import { createSpeed } from "./speed.ts";

const speed = createSpeed(resources);

/** 80 frames, each a little brighter than the one before, and a tone. */
const ramp = () =>
  makeClip("speed-ramp.mov", [
    ...["-f", "lavfi", "-i", "color=c=black:s=64x36:r=25:d=3.2,format=yuv420p,geq=lum='20+2.5*N':cb=128:cr=128"],
    ...["-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=48000:duration=3.2"],
    ...["-map", "0:v", "-map", "1:a", ...QUICK_H264, "-qp", "0", "-c:a", "pcm_s16le"],
  ]);

/** A flash of five frames and a beep begin half a second after each second. */
const flashing = (rate: string) =>
  makeClip(`speed-flashes-${rate.replace("/", "-")}.mov`, [
    ...["-f", "lavfi", "-i", `color=c=black:s=64x36:r=${rate}:d=12,format=yuv420p`],
    ...["-f", "lavfi", "-i", "aevalsrc='if(lt(mod(t+0.5,1),0.1),0.5*sin(2*PI*1000*t),0)':s=48000:d=12"],
    ...["-vf", "geq=lum='if(between(mod(T+0.5,1),0,0.2),235,16)':cb=128:cr=128", "-map", "0:v", "-map", "1:a"],
    ...[...QUICK_H264, "-c:a", "pcm_s16le"],
  ]);

async function sped(params: Record<string, unknown>, options: Partial<Parameters<typeof runOperation>[2]> = {}) {
  return await runOperation(speed, params, { folder: temporaryFolder(), ...options });
}

function lengthsOf(path: string) {
  const { streams } = askFfprobe(path);
  const picture = streams.find(({ codec_type }) => codec_type === "video");
  return { frames: frameLumas(path).length, rate: picture?.r_frame_rate, samples: listen(path).length };
}

describe("the picture", () => {
  test.each(first(2, [1.25, 0.5, 2, 0.3, 10]))(
    "shows at %d times the speed the frame nearest to each moment",
    async (factor) => {
      const { path } = await sped({ video: ramp(), factor });
      const frames = Math.round(80 / factor);
      expect(lengthsOf(path)).toMatchObject({ frames, rate: "25/1" });
      const shown = frameLumas(path).map((luma) => (luma - 20) / 2.5);
      const wrong = shown.flatMap((number, frame) => {
        const meant = Math.min(79, frame * factor);
        // Half a frame of the result, half a frame of the source, and what encoding changes of the brightness.
        return Math.abs(number - meant) <= factor / 2 + 1.2 ? [] : [{ frame, number, meant }];
      });
      expect(wrong).toEqual([]);
    },
  );

  test("of one frame that lasts longer is shown again", async () => {
    const clip = makeClip("speed-single.mov", [...testPicture({ size: "64x36", seconds: 0.04 }), ...QUICK_H264]);
    const { path } = await sped({ video: clip, factor: 0.1 });
    expect(frameLumas(path)).toHaveLength(10);
  });

  test("that stands still is refused", async () => {
    const still = makeClip("speed-still.png", [...testPicture({ size: "64x36" }), "-frames:v", "1"]);
    await expect(sped({ video: still, factor: 2 })).rejects.toMatchObject({ code: "media_unsupported" });
  });
});

describe("the sound", () => {
  test.each([
    ["keep", 2, 1000],
    ["keep", 0.3, 1000],
    ["shift", 2, 2000],
    ["shift", 0.5, 500],
  ])("with pitch %s at %d times the speed is of %d Hz", async (pitch, factor, hertz) => {
    const { path } = await sped({ video: ramp(), factor, pitch });
    const sound = listen(path);
    const [from, to] = [0.3 / factor, 2.9 / factor];
    const at = (frequency: number) => toneLevel(sound, frequency, from, to);
    // Of both channels, -21 dB each.
    expect(at(hertz)).toBeGreaterThan(-22);
    for (const other of [500, 1000, 2000]) if (other !== hertz) expect(at(other)).toBeLessThan(-40);
  });

  test.each(["keep", "shift"])("is as long as the picture to the sample, pitch %s", async (pitch) => {
    const { path } = await sped({ video: ramp(), factor: 0.7, pitch });
    // 114 frames at 25 in a second.
    expect(compositionOf(await sped({ video: ramp(), factor: 0.7, pitch }, { mayDefer: true })).sound?.samples).toBe(
      218_880,
    );
    expect(Math.abs(lengthsOf(path).samples - 218_880)).toBeLessThan(1024);
  });

  const BEEPS = [
    ["shift", 0.5, "30000/1001", 0.001],
    ["keep", 1.25, "25", 0.02],
    ["keep", 0.3, "25", 0.05],
    ["shift", 2, "25", 0.001],
    ["keep", 2, "25", 0.02],
    ["keep", 0.5, "30000/1001", 0.02],
    ["keep", 5, "25", 0.02],
  ] as const;
  test.each(first(3, BEEPS))(
    "with pitch %s at %d times the speed beeps with the flash (%s fps)",
    async (pitch, factor, rate, tolerance) => {
      const { path } = await sped({ video: flashing(rate), factor, pitch });
      const beeps = Array.from({ length: 12 }, (_, second) => second + 0.5);
      const frame = 1 / toFps(rate);
      // The first frame that is white.
      const flashes = beeps.map((time) => Math.ceil(time / frame - 1e-6) * frame);
      const [seen, heard] = [flashTimes(frameLumas(path), frame), onsets(listen(path), 0.2)];
      expect(heard).toHaveLength(12);
      expect(seen).toHaveLength(12);
      const farthest = (times: readonly number[], meant: readonly number[]) =>
        Math.max(...times.map((time, index) => Math.abs(time - (meant[index] ?? 0) / factor)));
      expect(farthest(seen, flashes)).toBeLessThanOrEqual(frame / 2 + 1e-6);
      expect(farthest(heard, beeps)).toBeLessThanOrEqual(tolerance);
    },
  );

  test("alone stays sound, as many samples as it takes", async () => {
    const tone = makeClip("speed-tone.wav", [...testTone({ hertz: 1000, seconds: 1 }), "-c:a", "pcm_s16le"]);
    const { path, files } = await sped({ video: tone, factor: 1.5 });
    expect(files[0]?.kind).toBe("audio");
    expect(listen(path)).toHaveLength(32_000);
  });

  test("of a silent film is none", async () => {
    const silent = makeClip("speed-silent.mov", [...testPicture({ size: "64x36", seconds: 1 }), ...QUICK_H264]);
    const { path } = await sped({ video: silent, factor: 2 });
    expect(askFfprobe(path).streams.map(({ codec_type }) => codec_type)).toEqual(["video"]);
  });
});

test("words, tracks and files of captions keep their places in the film", async () => {
  const folder = temporaryFolder();
  const tools = await resources.tools();
  const film = await openFile(ramp(), "video", { tools, signal: new AbortController().signal });
  const srt = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";
  const known: Composition = {
    ...film,
    transcript: { language: "en", text: "Hello", words: [{ word: "Hello", start: 1, end: 2 }] },
    subtitles: [{ language: "en", text: srt }],
    besides: [{ extension: "srt", mediaType: "application/x-subrip", text: srt }],
  };
  const deferred = { film: { files: [], deferred: deferComposition(known), transcript: known.transcript } };
  const left = await sped({ video: "film", factor: 0.5 }, { folder, deferred, mayDefer: true });
  const { transcript, subtitles, besides } = compositionOf(left);
  expect(transcript?.words).toEqual([{ word: "Hello", start: 2, end: 4 }]);
  for (const { text } of [...subtitles, ...besides]) expect(text).toContain("00:00:02,000 --> 00:00:04,000");
});

test("is left to the next operation to render, in one go", async () => {
  const folder = temporaryFolder();
  const left = await sped({ video: ramp(), factor: 2 }, { folder, mayDefer: true });
  expect(left.files).toEqual([]);
  const options = { folder, deferred: { fast: left } };
  const { path } = await runOperation(createReframe(resources), { video: "fast", aspectRatio: "1:1" }, options);
  const [picture] = askFfprobe(path).streams;
  expect([picture?.width, picture?.height]).toEqual([36, 36]);
  expect(frameLumas(path)).toHaveLength(40);
});

function compositionOf({ deferred }: { deferred?: unknown }): Composition {
  return asComposition(deferred);
}

function toFps(rate: string): number {
  const { numerator, denominator } = rational(...(rate.split("/").map(Number) as [number, number?]));
  return numerator / denominator;
}

function flashTimes(lumas: readonly number[], frame: number): number[] {
  return lumas.flatMap((luma, index) => (luma > 125 && (lumas[index - 1] ?? 0) <= 125 ? [index * frame] : []));
}
