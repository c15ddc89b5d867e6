import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { discoverTools, writeFilterGraph, filter } from "@proxx/media";
import { temporaryFolder } from "@proxx/testing";
import type { Composition } from "../src/composition/composition.ts";
import { prepareInputs, runFfmpeg } from "../src/composition/render.ts";

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
  const graph = writeFilterGraph(streams);
  const graphFile = join(folder, "graph.txt");
  await writeFile(graphFile, graph.text);
  const [pixels, samples] = [join(folder, "pixels"), join(folder, "samples")];
  const [first = "", second = ""] = graph.labels;
  const raw = ["-fps_mode", "passthrough", "-pix_fmt", "rgba", "-f", "rawvideo", pixels];
  const pcm = ["-f", "s16le", "-c:a", "pcm_s16le", samples];
  await runFfmpeg(
    [
      ...(await prepareInputs(graph, folder, signal)),
      ...["-filter_complex_script", graphFile],
      ...(picture === null ? [] : ["-map", first, ...raw]),
      ...(sound === null ? [] : ["-map", picture === null ? first : second, ...pcm]),
    ],
    { tools: await discoverTools(), signal },
  );
  return {
    pixels: picture === null ? Buffer.alloc(0) : await readFile(pixels),
    samples: sound === null ? new Int16Array() : new Int16Array(new Uint8Array(await readFile(samples)).buffer),
  };
}
