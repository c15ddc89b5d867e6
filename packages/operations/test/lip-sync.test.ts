import { ProxxError, type PlanContext, type Transcript } from "@proxx/contract";
import { BUILT_IN_PROVIDERS, createProviders, readProviderSettings } from "@proxx/providers";
import { askFfprobe, makeClip, QUICK_H264, temporaryFolder, testPicture, testTone } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { createLipSync } from "../src/lip-sync/lip-sync.ts";
import { frameLumas, level, listen, toneLevel } from "@proxx/testing/look-and-listen";
import { resources, runOperation } from "./run-operation.ts";

const lipSync = createLipSync(resources);
const PLAN: PlanContext = { ordinal: 1, providerApiKeys: {}, knowsWords: () => false, cutTo: [] };

/** Two seconds that get brighter, with a tone of their own. */
const film = () =>
  makeClip("film.mov", [
    ...["-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=2,format=yuv420p,geq=lum='30+4*N':cb=128:cr=128"],
    ...[...testTone({ hertz: 440 }), ...QUICK_H264, "-crf", "4", "-c:a", "pcm_s16le"],
  ]);

/** A tone that is cut into words of a tenth of a second, four in a second. */
const speech = (seconds: number) =>
  makeClip(`speech-${seconds}.wav`, [
    ...["-f", "lavfi", "-i", `aevalsrc='0.3*sin(2*PI*1000*t)*lt(mod(t,0.25),0.1)':s=24000:d=${seconds}`],
    ...["-c:a", "pcm_s16le"],
  ]);

async function spoken(params: Record<string, unknown>, transcripts: Record<string, Transcript> = {}) {
  return await runOperation(lipSync, params, { folder: temporaryFolder(), transcripts });
}

function lengths(path: string) {
  const { video, audio } = askFfprobe(path);
  return { frames: Number(video.nb_read_frames), sound: Number(audio[0]?.duration) };
}

const words: Transcript = { language: "fr", text: "voilà", words: [{ word: "voilà", start: 1, end: 2 }] };

describe("without a model, new words take the place of the old", () => {
  test.each([
    { what: "a little longer", seconds: 2.12 },
    { what: "a little shorter", seconds: 1.88 },
  ])("at another tempo and the same pitch where they are $what", async ({ seconds }) => {
    const { path, transcript } = await spoken({ video: film(), audio: speech(seconds) }, { [speech(seconds)]: words });
    expect(lengths(path).frames).toBe(50);
    expect(Math.abs(lengths(path).sound - 2)).toBeLessThan(0.03);
    const sound = listen(path);
    expect(toneLevel(sound, 440, 0, 2)).toBeLessThan(-60);
    const last = Math.floor((seconds - 0.05) / 0.25) * 0.25 * (2 / seconds);
    expect(toneLevel(sound, 1000, last + 0.02, last + 0.07)).toBeGreaterThan(-22);
    expect(level(sound, last - 0.1, last - 0.03)).toBeLessThan(-35);
    expect(transcript?.words[0]?.start).toBeCloseTo(2 / seconds, 3);
    expect(transcript?.words[0]?.end).toBeCloseTo(4 / seconds, 3);
  });

  test("and the last frame stands until they end where they are much longer", async () => {
    const { path, transcript } = await spoken({ video: film(), audioUrl: speech(3.01) }, { [speech(3.01)]: words });
    expect(lengths(path)).toMatchObject({ frames: 76 });
    const lumas = frameLumas(path);
    expect(lumas[40]).toBeLessThan((lumas[49] ?? 0) - 20);
    for (const luma of lumas.slice(50)) expect(Math.abs(luma - (lumas[49] ?? 0))).toBeLessThan(2);
    expect(toneLevel(listen(path), 1000, 2.77, 2.83)).toBeGreaterThan(-17);
    expect(transcript).toEqual(words);
  });

  test("and are followed by silence where they are much shorter", async () => {
    const { path } = await spoken({ video: film(), audio: speech(1) });
    expect(lengths(path).frames).toBe(50);
    const sound = listen(path);
    expect(toneLevel(sound, 1000, 0.77, 0.83)).toBeGreaterThan(-17);
    expect(level(sound, 1.05, 1.95)).toBeLessThan(-80);
  });

  test("over a picture, which stands as long", async () => {
    const face = makeClip("face.png", [...testPicture({ size: "160x90" }), "-frames:v", "1"]);
    const { path } = await spoken({ video: face, audio: speech(1) });
    expect(lengths(path).frames).toBe(30);
    expect(Math.abs(lengths(path).sound - 1)).toBeLessThan(0.03);
  });

  test("which is told before anything runs, unless just that is asked for", async () => {
    const parse = (params: object) => lipSync.signature.params.parse({ video: "/a.mov", audio: "/b.wav", ...params });
    expect((await lipSync.approach(parse({}), PLAN)).degradations).toEqual([
      expect.objectContaining({ code: "sound_replaced_instead_of_lip_sync" }),
    ]);
    const local = parse({ model: { provider: "local", model: "replaced-sound" } });
    expect(await lipSync.approach(local, PLAN)).toMatchObject({ provider: "local:replaced-sound", degradations: [] });
    expect(await lipSync.check?.(parse({ audioUrl: "/c.wav" }), PLAN)).toEqual([
      expect.objectContaining({ path: "$.audioUrl", code: "conflicting_parameter" }),
    ]);
  });

  test("but not where there is no picture, or no sound", async () => {
    const silent = makeClip("silent.mov", [...testPicture({ size: "160x90", seconds: 0.4 }), ...QUICK_H264]);
    for (const params of [
      { video: speech(1), audio: speech(1) },
      { video: film(), audio: silent },
    ]) {
      const refusal = await spoken(params).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ProxxError);
      expect(refusal).toMatchObject({ code: "media_unsupported" });
    }
  });
});

test("a model is asked for the film and the words, under the names it has for them", async () => {
  const providers = createProviders(BUILT_IN_PROVIDERS, {
    fetch,
    settings: readProviderSettings(BUILT_IN_PROVIDERS, { REPLICATE_API_TOKEN: "a-key" }),
  });
  const operation = createLipSync({ ...resources, providers });
  const model = { provider: "replicate", model: "sync/lipsync-2" };
  const params = operation.signature.params.parse({ video: "/a.mov", audioUrl: "/b.wav", model });
  expect(await operation.check?.(params, PLAN)).toEqual([]);
  expect(await operation.approach(params, PLAN)).toMatchObject({
    provider: "replicate:sync/lipsync-2",
    degradations: [],
    load: "wait",
  });
});
