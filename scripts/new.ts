// `npm run new -- provider acme`, `-- operation colour-grade`: writes what a new part of Proxx consists of, with its test, and says what is left to do.
import { join } from "node:path";
import { newOperation } from "./new/operation.ts";
import { newProvider } from "./new/provider.ts";
import { writeSkeleton, type Skeleton } from "./new/skeleton.ts";
import { runStep } from "./run-step.ts";

const KINDS: Readonly<Record<string, { example: string; make: (root: string, name: string) => Skeleton }>> = {
  operation: { example: "colour-grade", make: newOperation },
  provider: { example: "acme", make: newProvider },
};

const root = join(import.meta.dirname, "..");
const [kind = "", name = ""] = process.argv.slice(2);
const entry = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;

if (entry === undefined || name === "") {
  for (const [each, { example }] of Object.entries(KINDS)) process.stderr.write(`npm run new -- ${each} ${example}\n`);
  process.exitCode = 64;
} else {
  try {
    const skeleton = entry.make(root, name);
    writeSkeleton(root, skeleton);
    const paths = Object.keys({ ...skeleton.files, ...skeleton.changes });
    const isWritten = await runStep({
      name: "format",
      command: "oxfmt",
      args: paths.filter((path) => !path.endsWith(".md")),
    });
    process.stdout.write(`${paths.map((path) => `  ${path}`).join("\n")}\n\nWhat is left:\n`);
    process.stdout.write(`${skeleton.left.map((step) => `- ${step}`).join("\n")}\n`);
    process.exitCode = isWritten ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 64;
  }
}
