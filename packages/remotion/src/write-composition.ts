import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePng, toNumber } from "@proxx/media";
import { frameRuns, type LayerState, type Timeline } from "@proxx/renderer";
import { COMPOSITION_SOURCE } from "./composition-source.ts";

/** Writes what Remotion makes a movie of: pictures as files, and what is seen of them in which frame. */
export async function writeComposition(timeline: Timeline, folder: string) {
  const publicDir = join(folder, "public");
  // A module by its name: whose it is by a package.json, Remotion asks that of the folder which Proxx was started in.
  const entryPoint = join(folder, "movie.mjs");
  await mkdir(publicDir, { recursive: true });
  const runs = frameRuns(timeline);
  const pictures = new Map(runs.flatMap(({ states }) => states.map(({ picture }) => [picture.id, picture] as const)));
  const files = new Map<string, { file: string; width: number; height: number }>();
  for (const [id, { width, height, pixels }] of pictures) {
    const file = `${files.size}.png`;
    files.set(id, { file, width, height });
    await writeFile(join(publicDir, file), await encodePng(await pixels(), width, height));
  }
  const { width, height, frameRate, frames, background } = timeline;
  const movie = {
    width,
    height,
    frames,
    background,
    fps: toNumber(frameRate),
    pictures: Object.fromEntries(files),
    runs: runs.map(({ from, states }) => ({ from, states: states.map(described) })),
  };
  await writeFile(join(publicDir, "movie.json"), JSON.stringify(movie));
  await writeFile(entryPoint, COMPOSITION_SOURCE);
  return { entryPoint, publicDir };
}

function described({ picture, ...state }: LayerState) {
  return { ...state, picture: picture.id };
}
