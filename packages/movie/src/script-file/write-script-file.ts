import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ProxxError, type Script } from "@proxx/contract";
import { publishFile } from "@proxx/media";
import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import { inWorkFolder, writeWhole } from "../parts/unfinished.ts";
import { mergeIntoDocument } from "./merge-into-document.ts";
import { parseYaml } from "./parse-yaml.ts";

const HEAD = ` The script of a movie. Change what is said and shown, then run \`proxx movie render\` again: only what changed is
 made again. \`proxx schema script\` tells all that can stand here.`;

/** Writes `script.yaml`, over one that is there: comments and lines that need not change stay as they are. */
export async function writeScriptFile(path: string, script: Script): Promise<void> {
  const before = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  const text = formatScript(script, before);
  if (text === before) return;
  await writeWhole(path, text);
}

/** Writes a `script.yaml` where there is none. False where somebody else has written one meanwhile: that one stays. */
export async function createScriptFile(path: string, script: Script): Promise<boolean> {
  return await inWorkFolder(dirname(path), async (folder) => {
    const working = join(folder, basename(path));
    await writeFile(working, formatScript(script), { flag: "wx" });
    try {
      await publishFile(working, path, "exactly");
      return true;
    } catch (error) {
      if (error instanceof ProxxError && error.code === "output_exists") return false;
      throw error;
    }
  });
}

/** A script as YAML; after `before`, where that was YAML. */
export function formatScript(script: Script, before: string | null = null): string {
  const old = before === null ? null : parseYaml(before);
  if (old !== null && old.issues.length === 0 && isMap(old.document.contents)) {
    mergeIntoDocument(old.document, script);
    return old.document.toString({ lineWidth: 0 });
  }
  const document = new Document(script);
  document.commentBefore = HEAD;
  visit(document, {
    Pair(_, pair) {
      // Where a line comes from, and what a chart is made of, stand on one line each.
      if (isScalar(pair.key) && pair.key.value === "source" && isMap(pair.value)) pair.value.flow = true;
      if (isScalar(pair.key) && pair.key.value === "sections" && isSeq(pair.value)) {
        for (const section of pair.value.items.slice(1)) if (isMap(section)) section.spaceBefore = true;
      }
      if (isScalar(pair.key) && pair.key.value === "bars" && isSeq(pair.value)) {
        for (const bar of pair.value.items) if (isMap(bar)) bar.flow = true;
      }
    },
    Seq(_, seq) {
      if (seq.items.every((item) => isScalar(item) && String(item.value).length < 16)) seq.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
