import { ProxxError, type Transcript } from "@proxx/contract";
import { askFfprobe, makeClip, QUICK_H264, temporaryFolder, testPicture } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { joinedStretches } from "@proxx/composition";
import { activeStretches } from "../src/overlay-audio/find-activity.ts";
import { createOverlayAudio } from "../src/overlay-audio/overlay-audio.ts";
import { level, listen, toneLevel } from "@proxx/testing/look-and-listen";
import { resources, runOperation } from "./run-operation.ts";

const overlayAudio = createOverlayAudio(resources);

/** A tone of -20 dB, when and while `gate` is 1. */
function tone(hertz: number, gate = "1"): string {
  return `0.1414*sin(2*PI*${hertz}*t)*(${gate})`;
}

function film(fileName: string, sound: string | null, seconds = 2): string {
  const picture = testPicture({ size: "160x90", seconds });
  const input = sound === null ? [] : ["-f", "lavfi", "-i", `aevalsrc='${sound}|${sound}':s=48000:d=${seconds}`];
  return makeClip(fileName, [...picture, ...input, ...QUICK_H264, ...(sound === null ? [] : ["-c:a", "pcm_s16le"])]);
}

function music(seconds: number): string {
  return makeClip(`music-${seconds}.wav`, [
    ...["-f", "lavfi", "-i", `aevalsrc='${tone(1000)}|${tone(1000)}':s=48000:d=${seconds}`, "-c:a", "pcm_s16le"],
  ]);
}

async function overlaid(params: Record<string, unknown>, transcripts: Record<string, Transcript> = {}) {
  return await runOperation(overlayAudio, params, { folder: temporaryFolder(), transcripts });
}

const speaking = () => film("speaking.mov", tone(440));

describe("sound over a film", () => {
  test("is heard beside the film's own, both as loud as they were, until the picture ends", async () => {
    const { path, degradations } = await overlaid({ video: speaking(), audio: music(4) });
    expect(degradations).toEqual([]);
    expect(Number(askFfprobe(path).video.nb_read_frames)).toBe(50);
    const sound = listen(path);
    expect(Math.abs(sound.length / 48_000 - 2)).toBeLessThan(0.025);
    for (const hertz of [440, 1000]) expect(toneLevel(sound, hertz, 0.1, 1.4)).toBeCloseTo(-20, 1);
    expect(toneLevel(sound, 1000, 1.95, 1.99)).toBeLessThan(-35);
    expect(toneLevel(sound, 440, 1.9, 1.98)).toBeCloseTo(-20, 0);
  });

  test("takes its place, its volume and its fades, and the film's own its volume", async () => {
    const { path } = await overlaid({
      video: speaking(),
      audio: music(1),
      offset: 0.5,
      volume: 2,
      fadeIn: 0.2,
      fadeOut: 0.2,
      originalVolume: 0.25,
    });
    const sound = listen(path);
    expect(toneLevel(sound, 1000, 0.1, 0.49)).toBeLessThan(-60);
    expect(toneLevel(sound, 1000, 0.51, 0.55)).toBeLessThan(-20);
    expect(toneLevel(sound, 1000, 0.75, 1.25)).toBeCloseTo(-14, 1);
    expect(toneLevel(sound, 1000, 1.55, 1.95)).toBeLessThan(-60);
    expect(toneLevel(sound, 440, 0.1, 1.9)).toBeCloseTo(-32, 1);
  });

  test("loops until the end, and comes to a film that was silent", async () => {
    const { path } = await overlaid({ video: film("silent.mov", null), audio: music(0.3), loop: true, fadeOut: 0 });
    const sound = listen(path);
    for (const from of [0.05, 0.7, 1.3, 1.8]) expect(toneLevel(sound, 1000, from, from + 0.15)).toBeCloseTo(-20, 0);
  });

  test("goes over sound alone, which stays sound", async () => {
    const { files, path } = await overlaid({ video: music(1), audio: speaking() });
    expect(files).toMatchObject([{ kind: "audio", mediaType: "audio/wav" }]);
    const sound = listen(path);
    expect(sound.length).toBe(48_000);
    for (const hertz of [440, 1000]) expect(toneLevel(sound, hertz, 0.1, 0.4)).toBeCloseTo(-20, 1);
  });

  test("lets a picture stand as long as it lasts", async () => {
    const image = makeClip("card.png", [...testPicture({ size: "160x90" }), "-frames:v", "1"]);
    const { path } = await overlaid({ video: image, audio: music(1), offset: 0.5 });
    expect(Number(askFfprobe(path).video.nb_read_frames)).toBe(45);
    expect(toneLevel(listen(path), 1000, 0.6, 1.4)).toBeCloseTo(-20, 0);
  });

  test("brings its words along, as far as they are heard", async () => {
    const said = (word: string, start: number): Transcript => ({
      language: "en",
      text: `${word} late`,
      words: [
        { word, start, end: start + 0.2 },
        { word: "late", start: 1.8, end: 1.9 },
      ],
    });
    const transcripts = { [speaking()]: said("own", 0.3), [music(4)]: said("added", 0.1) };
    const both = await overlaid({ video: speaking(), audio: music(4), offset: 0.5 }, transcripts);
    expect(both.transcript?.words.map(({ word }) => word)).toEqual(["own", "added", "late"]);
    expect(both.transcript?.words[1]?.start).toBeCloseTo(0.6);
    const only = await overlaid({ video: speaking(), audio: music(4), originalVolume: 0 }, transcripts);
    expect(only.transcript?.words.map(({ word }) => word)).toEqual(["added", "late"]);
    expect(toneLevel(listen(only.path), 440, 0.1, 1.9)).toBeLessThan(-60);
  });

  test("that begins after the end is said not to be heard; what has no sound is refused", async () => {
    const late = await overlaid({ video: speaking(), audio: music(1), offset: 9 });
    expect(late.degradations).toEqual([expect.objectContaining({ code: "sound_shortened" })]);
    const refusal = await overlaid({ video: speaking(), audio: film("silent.mov", null) }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(ProxxError);
    expect(refusal).toMatchObject({ code: "media_unsupported" });
  });
});

describe("ducking", () => {
  /** Speaks from 1 to 2 s with a pause for breath, and from 3.2 s on. */
  const talk = () => film("talk.mov", tone(440, "between(t,1,1.4)+between(t,1.7,2)+gt(t,3.2)"), 4);

  test.each([
    { ducking: true, decibels: 12 },
    { ducking: 20, decibels: 20 },
  ])("of $decibels dB turns the sound down while the film speaks, and up again", async ({ ducking, decibels }) => {
    const { path } = await overlaid({ video: talk(), audio: music(5), ducking, fadeOut: 0 });
    const sound = listen(path);
    const down = -20 - decibels;
    // From the first moment of what is said to the last, and through the pause.
    for (let from = 1; from < 1.95; from += 0.05) {
      expect(Math.abs(toneLevel(sound, 1000, from, from + 0.05) - down), `at ${from}`).toBeLessThan(2);
    }
    for (const from of [3.2, 3.5, 3.9])
      expect(Math.abs(toneLevel(sound, 1000, from, from + 0.05) - down)).toBeLessThan(2);
    for (const from of [0.2, 0.6, 2.6, 2.8]) expect(toneLevel(sound, 1000, from, from + 0.1)).toBeCloseTo(-20, 0);
    // Without a step: from one fiftieth of a second to the next no more than a sixth of the way.
    for (let from = 0.6; from < 2.9; from += 0.02) {
      const step = toneLevel(sound, 1000, from + 0.02, from + 0.04) - toneLevel(sound, 1000, from, from + 0.02);
      expect(Math.abs(step), `at ${from}`).toBeLessThan(decibels / 6 + 0.5);
    }
    expect(toneLevel(sound, 440, 1.05, 1.35)).toBeCloseTo(-20, 0);
  });

  test("does nothing over a film that is silent", async () => {
    const { path } = await overlaid({ video: film("quiet.mov", "0"), audio: music(4), ducking: true });
    expect(level(listen(path), 0.1, 1.4)).toBeCloseTo(-20, 1);
  });

  test("tells speech from the room it is spoken in", () => {
    const levels = [-70, -46, -20, -22, -18, -24, -46, -47, -19, -45, -21, -25, -20, -46];
    expect(activeStretches(levels)).toEqual([
      { start: 0.04, end: 0.12 },
      { start: 0.2, end: 0.26 },
    ]);
    expect(activeStretches([-80, -60, -55])).toEqual([]);
    expect(activeStretches([])).toEqual([]);
  });

  test("stays down where there is no time to come back", () => {
    const pieces = [
      { start: 1, end: 2 },
      { start: 2.5, end: 3 },
      { start: 3.8, end: 4 },
    ];
    expect(joinedStretches(pieces)).toEqual([
      { start: 1, end: 3 },
      { start: 3.8, end: 4 },
    ]);
  });
});
