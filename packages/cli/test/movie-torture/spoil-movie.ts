import { cpSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRandom } from "@proxx/testing";
import { completeAfter, type Reference } from "./after-strike.ts";
import { filesIn } from "./movie-folder.ts";
import type { MovieRound } from "./movie-figures.ts";
import { openPlace } from "./movie-place.ts";

const WAYS = {
  "cut in half": (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  "with another byte": (path: string, at: number) => {
    const bytes = readFileSync(path);
    const place = Math.floor(at * bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  },
  empty: (path: string) => truncateSync(path, 0),
  "a folder": (path: string) => {
    rmSync(path);
    mkdirSync(path);
  },
};
type Way = keyof typeof WAYS;

const PUT_TOGETHER_OF: Readonly<Record<string, readonly string[]>> = {
  segment: ["movie"],
  mix: ["movie"],
  proof: ["movie"],
  speech: ["movie", "mix"],
};
/** What is other text for the same movie: when it was made, what of it was found to be as before, what was made last. */
const SAYS_WHEN = /^\.proxx\/(?:renders\.json$|movie\/[0-9a-f]{64}\.json$|proof\/|[a-z]+\/last\/)/;

/** Each sort of file of a movie, each in every way: what people know, parts, their notes, what was made last. */
export function spoilings(made: string): { sort: string; way: Way }[] {
  const sorts = new Set(filesIn(made).flatMap((path) => sortOf(path) ?? []));
  return [...sorts].flatMap((sort) => (Object.keys(WAYS) as Way[]).map((way) => ({ sort, way })));
}

/** Spoils a file of a movie that is whole, and makes the movie again. */
export async function spoilMovie(
  seed: number,
  folder: string,
  reference: Reference & { made: string },
): Promise<MovieRound> {
  const place = openPlace(folder);
  cpSync(reference.made, place.out, { recursive: true });
  const random = createRandom(seed);
  const all = spoilings(reference.made);
  const { sort, way } = all[seed % all.length] ?? { sort: "movie.mp4", way: "empty" };
  const files = filesIn(place.out).filter((path) => sortOf(path) === sort);
  const spoilt = files[Math.floor(random() * files.length)] ?? sort;
  WAYS[way](join(place.out, spoilt), random());
  // Nobody looks at what a movie or a mix that is whole was put together of, so that one has to go as well.
  const [, kind = ""] = /^\.proxx\/([a-z]+)\//.exec(spoilt) ?? [];
  for (const whole of PUT_TOGETHER_OF[kind] ?? []) rmSync(join(place.out, ".proxx", whole), { recursive: true });
  const own = join(place.out, spoilt);
  // Of a note that is not right, the part may be.
  const [, key = own] = /\/([0-9a-f]{32})[0-9a-f]{32}\.json$/.exec(own) ?? [];
  const { kept, violations } = await completeAfter(place, reference, (path) => path.includes(key));
  const expected = readFileSync(join(reference.made, spoilt));
  const isMended = SAYS_WHEN.test(spoilt) || (statSync(own).isFile() && readFileSync(own).equals(expected));
  if (!isMended) violations.push({ figure: "wrongMovie", detail: `${spoilt} is not what it was` });
  const story = `${dirname(spoilt) === "." ? spoilt : sort} ${way}, ${kept} parts kept`;
  return { scenario: "spoilt", seed, story, struck: true, kept, endedAfterMs: 0, violations, folder };
}

/** Null for what is no artifact: the script is a person's. */
function sortOf(path: string): string | null {
  if (path === "script.yaml") return null;
  return path
    .replace(/[0-9a-f]{32}-[0-9a-f]{16}/, "PART")
    .replace(/[0-9a-f]{64}/, "NOTE")
    .replace(/^(audio|slides)\/.*\./, "$1/ONE.");
}
