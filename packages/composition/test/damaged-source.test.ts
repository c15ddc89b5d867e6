import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Artifact, Input } from "@proxx/contract";
import { discoverTools, watchProcesses } from "@proxx/media";
import { damagedPacket, makeClip, soundClip, temporaryFolder, testPicture, testTone } from "@proxx/testing";
import { first } from "@proxx/testing/rows";
import { describe, expect, test } from "vitest";
import type { Composition } from "../src/composition.ts";
import { openFile, openInput } from "../src/open/open-input.ts";
import { render } from "../src/render/render.ts";
import { storedFile } from "./stored-file.ts";

const PICTURE = {
  h264: ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10"],
  mpeg4: ["-c:v", "mpeg4", "-g", "10", "-q:v", "4"],
  mpeg2video: ["-c:v", "mpeg2video", "-g", "10", "-q:v", "4"],
  mjpeg: ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "4"],
  prores: ["-c:v", "prores_ks"],
};

function clip(fileName: string, picture: keyof typeof PICTURE, sound = "aac"): string {
  return soundClip(fileName, { seconds: 2 }, [...PICTURE[picture], "-c:a", sound]);
}

const copyOf = (source: string) => join(temporaryFolder(), basename(source));

/** Opens a source and renders it, as a job does that takes all of it. */
async function rendered(path: string, { kind = "video", ...known }: Partial<Input> & { kind?: Artifact["kind"] } = {}) {
  const input = { files: [storedFile(path, kind)], deferred: undefined, transcript: null, identity: path, ...known };
  const composition = await openInput(input, { tools: await discoverTools(), signal: new AbortController().signal });
  return renderedFilm(composition);
}

async function renderedFilm(composition: Composition): Promise<{ kind: string | undefined; surveys: number }> {
  const { signal } = new AbortController();
  const tools = await discoverTools();
  const workDir = await mkdtemp(join(temporaryFolder(), "work-"));
  let surveys = 0;
  const [made] = await watchProcesses(
    ({ argv }) => {
      if (argv.some((argument) => argument.includes("showinfo@"))) surveys++;
      return () => {};
    },
    () => render(composition, { workDir, signal, progress: () => {} }, tools),
  );
  return { kind: made?.kind, surveys };
}

describe("damage is told by how much, where, and what can be done", () => {
  const PICTURES = [
    ["MPEG-4", () => clip("mpeg4.avi", "mpeg4"), 400],
    ["MPEG-2 in a transport stream", () => clip("mpeg2.ts", "mpeg2video", "mp2"), 100],
    ["ProRes", () => clip("prores.mov", "prores", "pcm_s16le"), 2000],
    ["H.264", () => clip("h264.mp4", "h264"), 600],
    ["MJPEG", () => clip("mjpeg.mov", "mjpeg", "pcm_s16le"), 1500],
  ] as const;
  test.each(first(3, PICTURES))("in a picture of %s", async (_name, make, offset) => {
    const source = make();
    const damaged = damagedPacket(source, copyOf(source), { stream: "v:0", number: 34, offset });
    await expect(rendered(damaged)).rejects.toMatchObject({
      code: "source_damaged",
      message: expect.stringMatching(
        /^The source \S+ is damaged\. \d+ of 50 frames of picture do not decode whole, the first at 1\.[34]\d\d s/,
      ),
      hint: expect.stringMatching(/copy it again where they differ\..*`ffmpeg -i SOURCE/),
    });
  });

  const SOUNDS = [
    ["MP3", "libmp3lame"],
    ["AAC", "aac"],
  ] as const;
  test.each(first(1, SOUNDS))("in a packet of %s", async (name, codec) => {
    const source = clip(`sound-${name}.mkv`, "h264", codec);
    const damaged = damagedPacket(source, copyOf(source), { stream: "a:0", number: 30, offset: 8, length: 120 });
    await expect(rendered(damaged)).rejects.toMatchObject({
      code: "source_damaged",
      message: expect.stringMatching(
        / is damaged\. \d+ of \d+ samples of sound track 1 do not decode, the first at 0\./,
      ),
    });
  });

  test("in sound by itself, under the name that the plan has for it", async () => {
    const source = makeClip("song.m4a", [...testTone({ seconds: 2 }), "-c:a", "aac"]);
    const damaged = damagedPacket(source, copyOf(source), { stream: "a:0", number: 30, offset: 8, length: 120 });
    await expect(rendered(damaged, { kind: "audio", shown: "https://example.com/song.m4a" })).rejects.toMatchObject({
      code: "source_damaged",
      message: expect.stringContaining("The source https://example.com/song.m4a is damaged."),
    });
  });
});

describe("what is no damage is taken", () => {
  const open = ["-bf", "2", "-x264-params", "open-gop=1:keyint=12:scenecut=0"];

  test.each(first(2, [0.31, 0.13, 0.5]))("a transport stream that was cut at %d of its length", async (share) => {
    const whole = soundClip("open.ts", { seconds: 4 }, [...PICTURE.h264, ...open, "-c:a", "mp2"]);
    const bytes = readFileSync(whole);
    const source = copyOf(whole);
    writeFileSync(source, bytes.subarray(Math.floor(bytes.length * share)));
    expect(await rendered(source)).toEqual({ kind: "video", surveys: 1 });
  });

  test("without more than one decoding where nothing is complained of, or only what is harmless", async () => {
    expect(await rendered(clip("whole.mp4", "h264"))).toEqual({ kind: "video", surveys: 0 });
    const bytes = readFileSync(makeClip("stream.h264", [...testPicture({ size: "320x180" }), ...PICTURE.h264]));
    const header = Buffer.from([0, 0, 0, 1, 0x67]);
    const second = bytes.indexOf(header, bytes.indexOf(header) + 1);
    // Promises 256 bytes of a note, and has 16.
    const cutNote = Buffer.from([0, 0, 0, 1, 6, 5, 255, 1, ...Array<number>(16).fill(0x41), 0x80]);
    const source = join(temporaryFolder(), "noted.h264");
    writeFileSync(source, Buffer.concat([bytes.subarray(0, second), cutNote, bytes.subarray(second)]));
    expect(await rendered(source)).toEqual({ kind: "video", surveys: 0 });
  });

  test("a picture of which nothing is taken", async () => {
    const source = clip("unseen.mp4", "h264");
    const damaged = damagedPacket(source, copyOf(source), { stream: "v:0", number: 34, offset: 600 });
    const film = await openFile(damaged, "video", {
      tools: await discoverTools(),
      signal: new AbortController().signal,
    });
    expect(await renderedFilm({ ...film, picture: null })).toEqual({ kind: "audio", surveys: 0 });
  });
});
