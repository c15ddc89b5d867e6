import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUILDERS, buildersList } from "../builders-list.ts";
import { addLineAfter, type Skeleton } from "./skeleton.ts";

const OPERATIONS = "packages/operations/src";
const DOCS = "docs/operations.md";
/** The page's last chapter. */
const OWN_CHAPTER = "## An operation of your own";

/** An operation that hands a film on as it is: what it is to do is left to whoever asked for it. */
export function newOperation(root: string, folder: string): Skeleton {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(folder)) {
    throw new TypeError(`Expected a name of small letters, digits and -, such as \`colour-grade\`, got \`${folder}\``);
  }
  const title = folder.split("-").map(capitalised).join("");
  const name = title.slice(0, 1).toLowerCase() + title.slice(1);
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const fill = (template: string) =>
    read(`scripts/new/${template}.template`)
      .replaceAll("FOLDER", folder)
      .replaceAll("TITLE", title)
      .replaceAll("NAME", name);
  const row = `| \`${name}({ loudness? })\` | TODO: what it does |`;
  return {
    files: {
      [`${OPERATIONS}/${folder}/signature.ts`]: fill("operation-signature"),
      [`${OPERATIONS}/${folder}/${folder}.ts`]: fill("operation"),
      [`${OPERATIONS}/${folder}/${folder}.test.ts`]: fill("operation-test"),
    },
    changes: {
      [BUILDERS]: buildersList(root, [folder]),
      [`${OPERATIONS}/create-operations.ts`]: tabled(read(`${OPERATIONS}/create-operations.ts`), {
        imported: `import { create${title} } from "./${folder}/${folder}.ts";`,
        entry: `  ${name}: create${title},`,
      }),
      [DOCS]: addLineAfter(read(DOCS), /^\| `\w+\(.*\)` \| /, row).replace(
        OWN_CHAPTER,
        `${fill("operation-chapter")}\n${OWN_CHAPTER}`,
      ),
    },
    left: [
      `Say in ${OPERATIONS}/${folder}/signature.ts what it takes, and in ${folder}.ts what it does.`,
      `Let ${folder}.test.ts look at frames and listen to samples; break the code and see it fail.`,
      `Write its row and its chapter in ${DOCS}, with an example.`,
      `\`npm run check\` and \`npm test -- ${OPERATIONS}/${folder}\`.`,
    ],
  };
}

function tabled(text: string, { imported, entry }: { imported: string; entry: string }): string {
  return addLineAfter(addLineAfter(text, /^import \{/, imported), /^ {2}\w+: create\w+,$/, entry);
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
