import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { z } from "zod";

/** What runs the models; of another version the same voice may sound otherwise. */
const SHERPA_PACKAGE = "sherpa-onnx-node@1.13.8";

export interface Sherpa {
  /** What is to be loaded. */
  module: string;
  version: string;
}

/** sherpa-onnx where somebody has installed it: beside the voices, or beside Proxx; null where nobody has. */
export function findSherpa(folder: string): Sherpa | null {
  for (const from of [join(folder, "package.json"), import.meta.url]) {
    try {
      const module = createRequire(from).resolve("sherpa-onnx-node");
      const described: unknown = JSON.parse(readFileSync(join(dirname(module), "package.json"), "utf8"));
      return { module, version: z.object({ version: z.string() }).parse(described).version };
    } catch {
      // It is not there, or nothing that can be used.
    }
  }
  return null;
}

/** What whoever wants to use voices types once. */
export function howToInstall(folder: string): string {
  return `npm install --prefix "${folder}" ${SHERPA_PACKAGE}`;
}

export function noSherpa(folder: string): ProxxError {
  return new ProxxError("tool_missing", "What speaks with voices that were added is not installed: sherpa-onnx-node.", {
    hint: `Run \`${howToInstall(folder)}\` (33 MB, Apache 2.0).`,
  });
}
