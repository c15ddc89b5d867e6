import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeClip, QUICK_H264, testPicture, testTone } from "@proxx/testing";
import { ROOT } from "./printed-blocks.ts";

const CLIP = [...testPicture({ size: "128x72", seconds: 20 }), ...testTone({ seconds: 20 }), ...QUICK_H264];
const STILL = [...testPicture({ size: "128x72" }), "-frames:v", "1"];
const SOUND = testTone({ seconds: 20 });
const MADE_BY: Readonly<Record<string, readonly string[]>> = {
  ".mp4": CLIP,
  ".mov": CLIP,
  ".png": STILL,
  ".jpg": STILL,
  ".mp3": SOUND,
  ".wav": SOUND,
};
const SUBTITLES = "1\n00:00:00,200 --> 00:00:01,000\nHello there.\n";

interface DocumentedWorld {
  readonly folder: string;
  /** A block, its places at the root of a machine put into this folder. */
  readonly placed: (block: string) => string;
  readonly remove: () => void;
}

/** The machine of somebody who follows the pages: the packages are installed, and the files that a block names are there. */
export function documentedWorld(block: string): DocumentedWorld {
  const folder = mkdtempSync(join(tmpdir(), "proxx-docs-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  installPackages(join(folder, "node_modules"));
  const placed = (one: string) => one.replaceAll(/(?<=["'\s])\/(media|data|clips)(?=\/)/g, `${folder}/$1`);
  const text = placed(block);
  for (const place of ["media/proxies", "media/card1", "media/watch", "data/watch"]) {
    mkdirSync(join(folder, place), { recursive: true });
  }
  // What a command is to write is not there before.
  const read = text.replaceAll(/ -o \S+/g, "");
  for (const [, name = ""] of read.matchAll(/["'\s]([\w./-]+\.(?:mp4|mov|png|jpg|mp3|wav|srt))\b/g)) {
    const path = name.startsWith("/") ? name : join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const made = MADE_BY[extname(path)];
    if (made === undefined) writeFileSync(path, SUBTITLES);
    else copyFileSync(makeClip(`documented${extname(path)}`, made), path);
  }
  return { folder, placed, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The workspaces, bar the SDK, in place of which stands what watches it. */
function installPackages(modules: string): void {
  mkdirSync(join(modules, "@proxx/sdk"), { recursive: true });
  for (const name of readdirSync(join(ROOT, "packages"))) {
    if (name !== "sdk") symlinkSync(join(ROOT, "packages", name), join(modules, "@proxx", name));
  }
  symlinkSync(join(ROOT, "node_modules/zod"), join(modules, "zod"));
  const watched = pathToFileURL(join(import.meta.dirname, "watched-sdk.ts"));
  writeFileSync(join(modules, "@proxx/sdk/package.json"), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(modules, "@proxx/sdk/index.js"), `export * from ${JSON.stringify(watched.href)};\n`);
}
