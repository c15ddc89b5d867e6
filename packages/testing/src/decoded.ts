import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { discoverTools, filter } from "@proxx/media";
import { temporaryFolder } from "./temporary-folder.ts";
import { type Composition, runGraph } from "@proxx/composition";

/** What a composition shows and sounds like, without the losses of an encoder: RGBA, and two channels interleaved. */
export async function decoded(
  { picture, sound }: Pick<Composition, "picture" | "sound">,
  { scale }: { scale?: { w: number; h: number } } = {},
): Promise<{ pixels: Buffer; samples: Int16Array }> {
  const folder = await mkdtemp(join(temporaryFolder(), "decoded-"));
  const { signal } = new AbortController();
  const streams = [
    ...(picture === null
      ? []
      : [filter(picture.stream, "scale", { ...scale, in_color_matrix: "bt709", flags: scale ? "area" : "bicubic" })]),
    ...(sound === null ? [] : [sound.stream]),
  ];
  const [pixels, samples] = [join(folder, "pixels"), join(folder, "samples")];
  const raw = ["-fps_mode", "passthrough", "-pix_fmt", "rgba", "-f", "rawvideo", pixels];
  const pcm = ["-f", "s16le", "-c:a", "pcm_s16le", samples];
  await runGraph(streams, {
    folder,
    outputs: ([first = "", second = ""]) => [
      ...(picture === null ? [] : ["-map", first, ...raw]),
      ...(sound === null ? [] : ["-map", picture === null ? first : second, ...pcm]),
    ],
    tools: await discoverTools(),
    signal,
  });
  return {
    pixels: picture === null ? Buffer.alloc(0) : await readFile(pixels),
    samples: sound === null ? new Int16Array() : new Int16Array(new Uint8Array(await readFile(samples)).buffer),
  };
}
