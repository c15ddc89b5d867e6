import { chmodSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProxxError, type Script } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { discoverTools, type MediaTools } from "@proxx/media";
import { createNetwork } from "@proxx/network";
import { temporaryFolder } from "@proxx/testing";
import { createVoices } from "@proxx/voices";
import { expect, onTestFinished, test } from "vitest";
import { createMovieProgress, makeMovie, movieSettings } from "../src/index.ts";

const tools = await discoverTools();
const voices = createVoices({ tools });
const script: Script = {
  title: "Tides",
  language: "en",
  sections: [
    {
      id: "rise",
      title: "It rises",
      slide: { layout: "statement", text: "It rises" },
      narrations: [{ id: "n1", text: "The sea rises." }],
    },
    {
      id: "fall",
      title: "It falls",
      slide: { layout: "statement", text: "It falls" },
      narrations: [{ id: "n2", text: "And it falls." }],
    },
  ],
};

function movie(folder = temporaryFolder()) {
  const network = createNetwork({ purpose: "source" });
  onTestFinished(() => network.close());
  const make = (with_: MediaTools = tools) =>
    makeMovie(
      {
        script,
        folder,
        settings: movieSettings({ size: "426x240", frame_rate: 10 }, folder),
        progressOf: createMovieProgress(undefined, Date.now),
        signal: new AbortController().signal,
      },
      {
        tools: async () => with_,
        fonts: () => createFonts(),
        voices: async () => voices,
        network,
      },
    );
  return { folder, make };
}

/** ffmpeg, but that it does something else where its arguments have a text. */
function ffmpegThat(does: string, where: string): MediaTools {
  const path = join(temporaryFolder(), "ffmpeg");
  writeFileSync(path, `#!/bin/sh\ncase "$*" in *'${where}'*) ${does};; esac\nexec '${tools.ffmpeg}' "$@"\n`);
  chmodSync(path, 0o755);
  return { ...tools, ffmpeg: path };
}

test.each([
  [
    "killed while the sound is mixed",
    "kill -9 $$",
    "speech.wav",
    /^video: mixing the sound: ffmpeg was killed \(SIGKILL\)/,
  ],
  [
    "killed while pictures are encoded",
    "kill -9 $$",
    "rawvideo",
    /^video: ffmpeg was killed \(SIGKILL\) while encoding the pictures of section `rise` \(It rises\)/,
  ],
  [
    "without room for the movie",
    "echo 'Error writing trailer: No space left on device' >&2; exit 1",
    "+faststart",
    /^video: There is no room left on the disk for what ffmpeg made while writing the movie/,
  ],
  [
    "failing at the thumbnail",
    "echo 'No such encoder' >&2; exit 1",
    "-update",
    /^video: ffmpeg ended with 1 while making the thumbnail: No such encoder$/,
  ],
] as const)(
  "an ffmpeg that is %s is told of, leaves nothing, and what was made is kept",
  async (_, does, where, said) => {
    const { folder, make } = movie();
    const error = await make(ffmpegThat(does, where)).catch((thrown: unknown) => thrown);
    if (!(error instanceof ProxxError)) throw error;
    expect(error.message).toMatch(said);
    expect(existsSync(join(folder, "movie.mp4"))).toBe(false);
    expect(readdirSync(join(folder, ".proxx/working"))).toEqual([]);
    const { made } = await make();
    expect(made.narrations).toEqual({ made: 0, reused: 2 });
    expect(made.slides).toEqual({ made: 0, reused: 2 });
  },
);
