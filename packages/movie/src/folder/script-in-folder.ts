import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { ProxxError, type Script, type ScriptSource } from "@proxx/contract";
import { inStep } from "../in-step.ts";
import { readScriptFile } from "../script-file/read-script-file.ts";
import { writeScriptFile } from "../script-file/write-script-file.ts";
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
  /** Addresses and paths; empty for a text that has no place. */
  sources: readonly string[];
  /** Write it again, over what was changed in it. @default false */
  rewrite?: boolean | undefined;
  generate: () => Promise<GeneratedScript>;
}

/**
 * The script of a movie's folder: the one that is there, if it is about these sources, or else a new one. Two movies are
 * never mixed in one folder: a script about something else is an error.
 */
export async function scriptInFolder({
  folder,
  sources,
  rewrite = false,
  generate,
}: ScriptInFolderOptions): Promise<ScriptInFolder> {
  const path = join(folder, "script.yaml");
  const there = await readScriptFile(path).catch((error: unknown) => {
    if (error instanceof ProxxError && isMissing(error)) return null;
    throw error;
  });
  if (there !== null) {
    const about = (there.sources ?? []).map((source) => placeOf(source, folder));
    const wanted = sources.map((source) => (isAddress(source) ? source : resolve(source)));
    const isSame = about.length === wanted.length && about.every((place, index) => place === wanted[index]);
    if (!isSame) throw otherMovie(folder, about, wanted);
    if (!rewrite) return { path, script: there, isNew: false, degradations: [] };
  }
  const { script, degradations } = await generate();
  const placed = withPathsFrom(script, folder);
  await inStep("script", undefined, async () => {
    await mkdir(folder, { recursive: true });
    await writeScriptFile(path, placed);
  });
  return { path, script: placed, isNew: true, degradations };
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

function placeOf({ url, path, title }: ScriptSource, folder: string): string {
  return url ?? (path === undefined ? (title ?? "") : resolve(folder, path));
}

function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

function isMissing({ cause }: ProxxError): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}

function otherMovie(folder: string, about: readonly string[], wanted: readonly string[]): ProxxError {
  const list = (places: readonly string[]) => (places.length === 0 ? "a text without a place" : places.join(", "));
  return new ProxxError("output_exists", `${folder} holds the movie of ${list(about)}, and not of ${list(wanted)}.`, {
    hint: "Give each movie a folder of its own with `-o`. To make this one again: `proxx movie render`.",
  });
}
