import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { ProxxError, type Script, isAddress } from "@proxx/contract";
import { inStep } from "../in-step.ts";
import { readScriptFile } from "../script-file/read-script-file.ts";
import { createScriptFile, writeScriptFile } from "../script-file/write-script-file.ts";
import type { StepDegradation } from "../step-options.ts";
import type { GeneratedScript } from "../writing/generate-script.ts";

export interface ScriptInFolder {
  /** Of `script.yaml`. */
  path: string;
  script: Script;
  /** Whether it was written now; else it is the one that was there, with whatever a person changed in it. */
  isNew: boolean;
  degradations: StepDegradation[];
}

export interface ScriptInFolderOptions {
  folder: string;
  /** Addresses and paths; or a text that has no place. */
  sources: readonly string[] | Uint8Array;
  /** Write it again, over what was changed in it; of a text that has no place, also another one. @default false */
  rewrite?: boolean | undefined;
  generate: () => Promise<GeneratedScript>;
}

/**
 * The script of a movie's folder: the one that is there, if it is about these sources, or else a new one. Two movies are
 * never mixed in one folder: a script about something else is an error.
 */
export async function scriptInFolder(options: ScriptInFolderOptions): Promise<ScriptInFolder> {
  const { folder, sources, rewrite = false, generate } = options;
  const path = join(folder, "script.yaml");
  const there = await readIfSame(options);
  if (there !== null && !rewrite) return { path, script: there, isNew: false, degradations: [] };
  const { script, degradations } = await generate();
  const placed = withPathsFrom(sources instanceof Uint8Array ? withHash(script, sha256Of(sources)) : script, folder);
  const isWritten = await inStep("script", undefined, async () => {
    await mkdir(folder, { recursive: true });
    if (there === null) return await createScriptFile(path, placed);
    await writeScriptFile(path, placed);
    return true;
  });
  // Else another process was sooner: its script is taken, where it is about the same.
  return isWritten ? { path, script: placed, isNew: true, degradations } : await scriptInFolder(options);
}

/** The script of the folder, null where there is none. Throws where it is one that may not be had or written over. */
async function readIfSame({ folder, sources, rewrite = false }: ScriptInFolderOptions): Promise<Script | null> {
  const there = await readScriptFile(join(folder, "script.yaml")).catch((error: unknown) => {
    if (error instanceof ProxxError && isMissing(error)) return null;
    throw error;
  });
  if (there === null) return null;
  const [about, wanted] = [aboutOf(there, folder), wantedOf(sources)];
  const isSame = about.length === wanted.length && about.every((place, index) => place === wanted[index]);
  if (isSame || (rewrite && isText(about) && isText(wanted))) return there;
  throw otherMovie(folder, there, { about, wanted });
}

const TEXT = "text ";

/** Where what a movie is to be about stands; of a text that has no place, what it is. */
function wantedOf(sources: ScriptInFolderOptions["sources"]): string[] {
  if (sources instanceof Uint8Array) return [`${TEXT}${sha256Of(sources)}`];
  return sources.map((source) => (isAddress(source) ? source : resolve(source)));
}

/** The same of the script that is there. */
function aboutOf({ sources = [] }: Script, folder: string): string[] {
  return sources.map(({ url, path, sha256, title = "" }) => {
    if (sha256 !== undefined) return `${TEXT}${sha256}`;
    return url ?? (path === undefined ? `“${title}”` : resolve(folder, path));
  });
}

function isText(places: readonly string[]): boolean {
  return places.length === 1 && places.every((place) => place.startsWith(TEXT));
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A script of a text that has no place says of which. */
function withHash(script: Script, sha256: string): Script {
  const [source] = script.sources ?? [];
  return { ...script, sources: [{ ...source, sha256 }] };
}

/** Paths in a script are relative to it, so that the folder can be moved with what it names. */
function withPathsFrom(script: Script, folder: string): Script {
  const from = (path: string) => relative(resolve(folder), path).replaceAll("\\", "/");
  return {
    ...script,
    ...(script.sources === undefined
      ? {}
      : {
          sources: script.sources.map((source) =>
            source.path === undefined ? source : { ...source, path: from(source.path) },
          ),
        }),
    sections: script.sections.map((section) => {
      const { slide } = section;
      if (slide === undefined || !("image" in slide)) return section;
      return { ...section, slide: { ...slide, image: from(slide.image) } };
    }),
  };
}

function isMissing({ cause }: ProxxError): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}

function otherMovie(
  folder: string,
  { title }: Script,
  { about, wanted }: { about: readonly string[]; wanted: readonly string[] },
): ProxxError {
  const hint = "Give each movie a folder of its own with `-o`. To make this one again: `proxx movie render`.";
  if (isText(about) && isText(wanted)) {
    return new ProxxError("output_exists", `${folder} holds the movie of another text, “${title}”.`, {
      hint: `${hint} \`--rewrite\` writes the script again, of the text that is given now.`,
    });
  }
  const list = (places: readonly string[]) => (isText(places) ? "a text without a place" : places.join(", "));
  const there = about.length === 0 ? "a script that names no source" : list(about);
  return new ProxxError("output_exists", `${folder} holds the movie of ${there}, and not of ${list(wanted)}.`, {
    hint,
  });
}
