import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { MOVIE_CONFIG_TEMPLATE } from "@proxx/movie";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";

/** Writes a `proxx.yaml` in which every setting stands, with what it does; never over one that is there. */
export async function init(): Promise<ExitCode> {
  const path = resolve("proxx.yaml");
  try {
    await writeFile(path, MOVIE_CONFIG_TEMPLATE, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    process.stderr.write(`${path} is there already, and stays as it is.\n`);
    return EXIT_CODE.validation;
  }
  process.stdout.write(`${path}\n`);
  return EXIT_CODE.success;
}
