import { createHash } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "@proxx/media";
import { canonicalJson, ProxxError, type MakePart, type Part, type PartRequest } from "@proxx/contract";
import { partKey } from "./part-key.ts";
import { isWhole, markUsed, readIfThere, readNote, writeNote } from "./part-note.ts";
import { inWorkFolder, removeLeft, renameOver, writeWhole } from "./unfinished.ts";
import { changedIngredients } from "./why-made.ts";

export interface Parts {
  /**
   * What those ingredients make: what was made of them before, where it is still whole, or what `make` writes to a path.
   *
   * @example
   * const part = await parts.part(
   *   { kind: "narration", shown: "narration n3", ingredients: { text, voice }, extension: "wav", facts: factsSchema },
   *   async (path) => speakInto(path),
   * );
   */
  readonly part: MakePart;
  /** What was last made or found under what it is to people, whatever it was made of; null where that is not whole. */
  readonly last: <Facts>(what: Pick<PartRequest<Facts>, "kind" | "shown" | "facts">) => Promise<Part<Facts> | null>;
}

/**
 * Parts of a movie on disk, by the hash of what they are made of. A part is a file and, written after it, a note with the
 * hash of its bytes: without the note, or with other bytes, there is no part. Two processes that make the same part at once
 * both make it, and the note that comes last stands; the file of the other stays as it is for who has it. Editions of a movie
 * share their parts; what was last made under a name is each edition's own.
 */
export function createParts({ folder, edition = "" }: { folder: string; edition?: string | undefined }): Parts {
  /** By key, so that what two want at once is made for the first and found by the second. */
  const turns = new Map<string, Promise<unknown>>();
  const workFolder = join(folder, "working");
  /** By their paths: made, and what processes that are gone had left in them removed. */
  const opened = new Map<string, Promise<void>>();

  const inEdition = (shown: string) => (edition === "" ? shown : `${edition}: ${shown}`);

  function open(path: string): Promise<void> {
    const opening = opened.get(path) ?? mkdir(path, { recursive: true }).then(() => removeLeft(path));
    opened.set(path, opening);
    return opening;
  }

  async function part<Facts>(what: PartRequest<Facts>, make: (path: string) => Promise<Facts>): Promise<Part<Facts>> {
    const key = partKey(what);
    const before = turns.get(key);
    const found = before === undefined ? findOrMake(key, what, make) : before.then(() => findOrMake(key, what, make));
    const turn = found.catch(() => {});
    turns.set(key, turn);
    try {
      return await found;
    } finally {
      if (turns.get(key) === turn) turns.delete(key);
    }
  }

  async function findOrMake<Facts>(
    key: string,
    what: PartRequest<Facts>,
    make: (path: string) => Promise<Facts>,
  ): Promise<Part<Facts>> {
    const place = join(folder, checkedName(what.kind));
    for (const path of [workFolder, place, join(place, "last")]) await open(path);
    const notePath = join(place, `${key}.json`);
    const note = await readNote(notePath);
    const facts = note === null ? null : what.facts.safeParse(note.facts);
    const last = lastPath(place, inEdition(what.shown));
    if (note !== null && facts?.success === true && (await isWhole(place, note))) {
      await markUsed(notePath);
      if ((await readIfThere(last)) !== key) await writeWhole(last, key);
      return { path: join(place, note.fileName), sha256: note.sha256, facts: facts.data, reused: true, why: null };
    }
    const why = await whyMade(place, last, key, what.ingredients);
    const made = await makeWhole(place, key, what, make);
    await writeNote(notePath, made.note);
    await writeWhole(last, key);
    return { path: join(place, made.note.fileName), sha256: made.note.sha256, facts: made.facts, reused: false, why };
  }

  /** The file under a name that holds its hash, so that whatever is renamed over it is the same. */
  async function makeWhole<Facts>(
    place: string,
    key: string,
    { shown, extension, ingredients, facts: schema }: PartRequest<Facts>,
    make: (path: string) => Promise<Facts>,
  ) {
    return await inWorkFolder(workFolder, async (ownFolder) => {
      const working = join(ownFolder, `part.${checkedName(extension)}`);
      const facts = schema.parse(await make(working));
      canonicalJson(facts);
      const size = (await stat(working).catch(() => null))?.size ?? 0;
      if (size === 0) throw nothingMade(shown);
      const sha256 = await hashFile(working);
      const fileName = `${key.slice(0, 32)}-${sha256.slice(0, 16)}.${extension}`;
      await renameOver(working, join(place, fileName));
      return { facts, note: { ingredients, fileName, size, sha256, facts } };
    });
  }

  async function last<Facts>({ kind, shown, facts }: Pick<PartRequest<Facts>, "kind" | "shown" | "facts">) {
    const place = join(folder, checkedName(kind));
    const key = await readIfThere(lastPath(place, inEdition(shown)));
    const note = key !== null && KEY.test(key) ? await readNote(join(place, `${key}.json`)) : null;
    const known = facts.safeParse(note?.facts);
    if (note === null || !known.success || !(await isWhole(place, note))) return null;
    await markUsed(join(place, `${key ?? ""}.json`));
    return { path: join(place, note.fileName), sha256: note.sha256, facts: known.data, reused: true, why: null };
  }

  return { part, last };
}

const KEY = /^[0-9a-f]{64}$/;

function lastPath(place: string, shown: string): string {
  return join(place, "last", `${createHash("sha256").update(shown).digest("hex")}.json`);
}

async function whyMade(place: string, last: string, key: string, ingredients: unknown): Promise<string> {
  const lastKey = await readIfThere(last);
  if (lastKey === null) return "new";
  if (lastKey === key) return "damaged";
  const before = KEY.test(lastKey) ? await readNote(join(place, `${lastKey}.json`)) : null;
  if (before === null) return "new";
  return `changed: ${changedIngredients(before.ingredients, ingredients).join(", ")}`;
}

/** Names of folders and files: never a path. */
function checkedName(name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return name;
  throw new TypeError(`Expected small letters, digits and \`-\`, got \`${name}\``);
}

function nothingMade(shown: string): ProxxError {
  return new ProxxError("tool_failed", `Nothing came out where ${shown} was made.`, {
    hint: "Run it again; `proxx doctor` shows what is installed.",
  });
}
