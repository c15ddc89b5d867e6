import { DOCUMENT_NAMES, didYouMean, documentJsonSchema } from "@proxx/contract";
import { SIGNATURES } from "@proxx/operations/signatures";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { writeStdout } from "../output/write-stdout.ts";

export async function schema(name: string): Promise<ExitCode> {
  const document = DOCUMENT_NAMES.find((known) => known === name);
  if (document === undefined) {
    process.stderr.write(
      `There is no document ${JSON.stringify(name)}. ${didYouMean(name, DOCUMENT_NAMES)}The documents are ${DOCUMENT_NAMES.join(", ")}.\n`,
    );
    return EXIT_CODE.usage;
  }
  await writeStdout(`${JSON.stringify(documentJsonSchema(document, SIGNATURES), null, 2)}\n`);
  return EXIT_CODE.success;
}
