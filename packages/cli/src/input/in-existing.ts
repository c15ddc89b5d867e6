import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ProxxError } from "@proxx/contract";
import { readEnvironment } from "./environment.ts";

/** The same options, where their folder is there: who looks into one that is misspelt is not shown a new and empty one. */
export function inExisting<Options extends { data?: string }>(options: Options): Options {
  const isOnPostgres = (readEnvironment().variables["DATABASE_URL"]?.trim() ?? "") !== "";
  if (options.data === undefined || isOnPostgres || existsSync(options.data)) return options;
  throw new ProxxError("folder_unusable", `There is no folder ${resolve(options.data)}.`, {
    hint: "Name the one that `proxx serve` has as `--data`.",
  });
}
