import { join } from "node:path";
import { hashesOf, halfNamed, leftIn, wholeParts } from "./movie-folder.ts";
import type { MovieViolation } from "./movie-figures.ts";
import { complaintsAbout, outlivedBy, startMovie, type MoviePlace } from "./movie-place.ts";

/** What a whole run makes, by which all others are judged. */
export interface Reference {
  hashes: ReadonlyMap<string, string>;
}

/** Makes the movie once, undisturbed. */
export async function makeReference(place: MoviePlace): Promise<Reference> {
  const { code, stderr } = await startMovie(place).finished;
  if (code !== 0) throw new Error(`The movie cannot be made at all: ${stderr}`);
  return { hashes: hashesOf(place) };
}

/** What a run that came to an early end left in the movie's folder. */
export function violationsNow(place: MoviePlace, { hashes }: Reference): MovieViolation[] {
  return halfNamed(place, hashes).map((detail) => ({ figure: "halfNamed", detail }));
}

/** Runs it again, to its end: the movie has to be what it is without a strike, of what was whole already. */
export async function completeAfter(
  place: MoviePlace,
  { hashes }: Reference,
  /** A strike that leaves parts which are made again on purpose says which may be. */
  mayBeMade: (path: string) => boolean = () => false,
): Promise<{ kept: number; violations: MovieViolation[] }> {
  const before = wholeParts(place);
  const movie = startMovie(place);
  const { code, stderr } = await movie.finished;
  const violations: MovieViolation[] = [];
  if (code !== 0) violations.push({ figure: "unfinished", detail: `exit code ${code}: ${stderr.trim()}` });
  const after = wholeParts(place);
  const again = [...before].filter(([path, inode]) => after.get(path) !== inode && !mayBeMade(path));
  for (const [path] of again) violations.push({ figure: "madeAgain", detail: path });
  const now = hashesOf(place);
  for (const [path, hash] of hashes) {
    if (now.get(path) !== hash) violations.push({ figure: "wrongMovie", detail: `${path} is another file` });
  }
  const complaints = complaintsAbout(join(place.out, "movie.mp4"));
  if (complaints !== "") violations.push({ figure: "wrongMovie", detail: complaints });
  for (const detail of leftIn(place)) violations.push({ figure: "left", detail });
  for (const detail of await outlivedBy(movie, 1000)) violations.push({ figure: "outlived", detail });
  return { kept: before.size - again.length, violations };
}
