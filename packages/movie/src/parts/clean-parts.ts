import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readIfThere, readNote } from "./part-note.ts";
import { writeWhole } from "./unfinished.ts";

/** What one of the last renders used is kept, so that taking an edit back costs nothing. */
const RENDERS_KEPT = 20;
/** What was used so recently may be another process's, which is still at work. */
const HOUR_MS = 3_600_000;
/** A file's time may be a little before the moment in which it was written. */
const CLOCK_MS = 1000;

/** Of each kind of parts when the renders began that used it and which edition they were of, the last one first. */
const rendersSchema = z.record(z.string(), z.array(z.strictObject({ at: z.number(), edition: z.string() })));
type Renders = z.output<typeof rendersSchema>;

/**
 * Takes away the parts that no movie needs any more, after one was made: those that none of the last renders used which used
 * parts of their kind. A movie whose sound stays the same does not use what that is made of, and keeps it all the same.
 */
export async function cleanParts(
  folder: string,
  { beganAt, edition = "", now = Date.now() }: { beganAt: number; edition?: string | undefined; now?: number },
): Promise<void> {
  const path = join(folder, "renders.json");
  const renders = readRenders(await readIfThere(path));
  const kinds = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name: kind } of kinds) {
    if (kind === "working") continue;
    const place = join(folder, kind);
    const notes = await notesIn(place);
    const before = renders[kind] ?? [];
    const isUsed = notes.some(({ usedAt }) => usedAt >= beganAt - CLOCK_MS);
    const kept = isUsed ? keptRenders([{ at: beganAt, edition }, ...before], edition) : before;
    if (kept.length > 0) renders[kind] = kept;
    const unused = Math.min(oldestOf(kept, edition) - CLOCK_MS, now - HOUR_MS);
    const gone = notes.filter(({ usedAt }) => usedAt < unused).map(({ key }) => key);
    for (const key of gone) await rm(join(place, `${key}.json`), { force: true });
    if (gone.length > 0) await removeNames(join(place, "last"), new Set(gone));
    await removeNameless(place, now - HOUR_MS);
  }
  await writeWhole(path, JSON.stringify(renders));
}

/** So many of each edition, and of one that is not made any more none. */
function keptRenders(renders: Renders[string], edition: string): Renders[string] {
  const counts = new Map<string, number>();
  const kept = renders.filter((render) => {
    const count = (counts.get(render.edition) ?? 0) + 1;
    counts.set(render.edition, count);
    return count <= RENDERS_KEPT;
  });
  const own = kept.filter((render) => render.edition === edition);
  const since = oldestOf(own, edition);
  const isMade = (name: string) => kept.some((render) => render.edition === name && render.at >= since);
  return kept.filter((render) => isMade(render.edition));
}

/** What was used before it nobody needs. While there were too few renders of this edition, that is nothing. */
function oldestOf(renders: Renders[string], edition: string): number {
  if (renders.filter((render) => render.edition === edition).length < RENDERS_KEPT) return -Infinity;
  return Math.min(...renders.map(({ at }) => at));
}

function readRenders(written: string | null): Renders {
  try {
    return rendersSchema.parse(JSON.parse(written ?? "{}"));
  } catch {
    // Then all is kept for as many renders again.
    return {};
  }
}

interface UsedNote {
  readonly key: string;
  readonly usedAt: number;
}

async function notesIn(place: string): Promise<UsedNote[]> {
  const keys = (await readdir(place)).flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []);
  const notes = await Promise.all(
    keys.map(async (key): Promise<UsedNote | null> => {
      const found = await stat(join(place, `${key}.json`)).catch(() => null);
      return found === null ? null : { key, usedAt: found.mtimeMs };
    }),
  );
  return notes.filter((note) => note !== null);
}

/** What was last made under a name, where that is gone. */
async function removeNames(folder: string, gone: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (gone.has((await readIfThere(path)) ?? "")) await rm(path, { force: true });
  }
}

/** Files of which no note speaks: their notes went, or speak of what was made in their place. */
async function removeNameless(place: string, before: number): Promise<void> {
  const names = await readdir(place);
  const keys = new Map(names.flatMap((name) => (/^[0-9a-f]{64}\.json$/.test(name) ? [[name.slice(0, 32), name]] : [])));
  const files = names.filter((name) => /^[0-9a-f]{32}-[0-9a-f]{16}\.[a-z0-9]{1,8}$/.test(name));
  const byKey = Map.groupBy(files, (name) => name.slice(0, 32));
  for (const [key, ofKey] of byKey) {
    const noteName = keys.get(key);
    if (noteName !== undefined && ofKey.length === 1) continue;
    const named = noteName === undefined ? null : await readNote(join(place, noteName));
    for (const name of ofKey.filter((one) => one !== named?.fileName)) {
      const found = await stat(join(place, name)).catch(() => null);
      if (found !== null && found.mtimeMs < before) await rm(join(place, name), { force: true });
    }
  }
}
