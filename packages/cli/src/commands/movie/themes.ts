import { THEME_NAMES } from "@proxx/slides";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { writeStdout } from "../../output/write-stdout.ts";

export async function themes(options: { json?: boolean }): Promise<ExitCode> {
  const text = options.json === true ? JSON.stringify(THEME_NAMES, null, 2) : THEME_NAMES.join("\n");
  await writeStdout(`${text}\n`);
  return EXIT_CODE.success;
}
