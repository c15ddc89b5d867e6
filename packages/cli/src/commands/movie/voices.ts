import { VOICE_ENGINES } from "@proxx/voices";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { formatTable } from "../../output/format-table.ts";
import { writeStdout } from "../../output/write-stdout.ts";

export async function voices(options: { json?: boolean }): Promise<ExitCode> {
  const rows = VOICE_ENGINES.map(({ name, example, needs }) => [name, example, needs]);
  const text =
    options.json === true
      ? JSON.stringify(VOICE_ENGINES, null, 2)
      : formatTable([["ENGINE", "A VOICE", "NEEDS"], ...rows]);
  await writeStdout(`${text}\n`);
  return EXIT_CODE.success;
}
