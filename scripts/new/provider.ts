import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addLineAfter, addRow, type Skeleton } from "./skeleton.ts";

const PROVIDERS = "packages/providers/src";
const EXAMPLE = "examples/provider-acme";

/**
 * A provider that comes with Proxx. Its files are those of the example of one in a package of its own, which is tested:
 * the same, under another name, with the imports of its place.
 */
export function newProvider(root: string, name: string): Skeleton {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new TypeError(`Expected a name of small letters, digits and -, such as \`acme\`, got \`${name}\``);
  }
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const rename = (text: string) => renamed(text, name);
  const index = read(`${PROVIDERS}/index.ts`);
  const place = (text: string) => rename(placeImports(text, index));
  const folder = `${PROVIDERS}/${name}`;
  return {
    files: {
      [`${folder}/${name}-provider.ts`]: place(read(`${EXAMPLE}/acme-provider.ts`)).replace(/^\/\/.*\n/, ""),
      [`${folder}/${name}-models.ts`]: place(read(`${EXAMPLE}/acme-models.ts`)),
      [`${folder}/${name}-provider.test.ts`]: rename(read("scripts/new/provider-test.template")),
    },
    changes: {
      [`${PROVIDERS}/built-in-providers.ts`]: listed(read(`${PROVIDERS}/built-in-providers.ts`), rename),
      "docs/providers.md": documented(read("docs/providers.md"), rename),
    },
    left: [
      `Make ${folder}/${name}-provider.ts ask what the provider is asked, and its test answer as the provider does.`,
      `Name its models in ${folder}/${name}-models.ts: every parameter named there is checked by a test.`,
      "Mend its lines in the tables of docs/providers.md.",
      `\`npm run check\` and \`npm test -- ${folder}\`.`,
    ],
  };
}

/** `acme-labs` is `acmeLabs` and `ACME_LABS` in code. */
function renamed(text: string, name: string): string {
  const words = name.split("-");
  const spelt: Readonly<Record<string, string>> = {
    acme: name,
    acmeProvider: `${words.map((word, index) => (index === 0 ? word : capitalised(word))).join("")}Provider`,
    Acme: words.map(capitalised).join(" "),
    ACME: words.join("_").toUpperCase(),
  };
  return text.replace(/acmeProvider|acme|Acme|ACME/g, (written) => spelt[written] ?? written);
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** An import from the package, as imports from the files that the package exports it from. */
function placeImports(text: string, index: string): string {
  const homes = new Map(
    [...index.matchAll(/export (?:type )?\{([^}]*)\} from "(.*)";/g)].flatMap(([, names = "", path = ""]) =>
      namesIn(names).map(({ name }) => [name, path.replace("./", "../")] as const),
    ),
  );
  return text.replace(/import (type )?\{([^}]*)\} from "@proxx\/providers";\n/g, (_, isType, names: string) => {
    const byHome = new Map<string, string[]>();
    for (const { name, written } of namesIn(names)) {
      const home = homes.get(name);
      if (home === undefined) throw new TypeError(`Expected @proxx/providers to export ${name}`);
      byHome.set(home, [...(byHome.get(home) ?? []), isType === undefined ? written : `type ${name}`]);
    }
    return [...byHome].map(([home, written]) => importOf(written, home)).join("");
  });
}

function importOf(written: readonly string[], home: string): string {
  const isType = written.every((each) => each.startsWith("type "));
  const names = isType ? written.map((each) => each.slice("type ".length)) : written;
  return `import ${isType ? "type " : ""}{ ${names.join(", ")} } from "${home}";\n`;
}

function namesIn(list: string): { name: string; written: string }[] {
  const each = list.split(",").map((entry) => entry.trim());
  return each.filter(Boolean).map((written) => ({ name: written.replace(/^type /, ""), written }));
}

function listed(text: string, rename: (text: string) => string): string {
  const withImport = addLineAfter(
    text,
    /^import \{/,
    rename('import { acmeProvider } from "./acme/acme-provider.ts";'),
  );
  return addLineAfter(withImport, /^ {2}\w+Provider,$/, rename("  acmeProvider,"));
}

function documented(text: string, rename: (text: string) => string): string {
  const rows: [table: string, row: string][] = [
    ["| provider | in a plan |", "| Acme | `acme` | video |"],
    ["| provider | variables of its key", "| `acme` | `ACME_API_KEY` | `ACME_BASE_URL` |"],
    ["| provider | models |", "| `acme` | `lens-2` | duration, seed |"],
  ];
  return rows.reduce((sum, [table, row]) => addRow(sum, table, rename(row)), text);
}
