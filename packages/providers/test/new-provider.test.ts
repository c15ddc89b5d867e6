import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { newProvider } from "../../../scripts/new/provider.ts";

const ROOT = join(import.meta.dirname, "../../..");

test("a new provider is three files, a line in the list and a row in each table, and knows only what is there", () => {
  const { files, changes } = newProvider(ROOT, "acme-labs");
  expect(Object.keys({ ...files, ...changes })).toEqual([
    "packages/providers/src/acme-labs/acme-labs-provider.ts",
    "packages/providers/src/acme-labs/acme-labs-models.ts",
    "packages/providers/src/acme-labs/acme-labs-provider.test.ts",
    "packages/providers/src/built-in-providers.ts",
    "docs/providers.md",
  ]);
  for (const [path, text] of Object.entries(files)) {
    expect(text).not.toMatch(/acme(?!-labs|Labs)|Acme(?! Labs)|ACME(?!_LABS)/);
    for (const [, imported = ""] of text.matchAll(/from "(\..*)";/g)) {
      const there = join(dirname(path), imported);
      if (!Object.hasOwn(files, there)) expect(existsSync(join(ROOT, there)) ? there : null).toBe(there);
    }
  }
  const added = Object.entries(changes).flatMap(([path, text]) => {
    const before = new Set(readFileSync(join(ROOT, path), "utf8").split("\n"));
    return text.split("\n").filter((line) => !before.has(line));
  });
  expect(added).toEqual([
    'import { acmeLabsProvider } from "./acme-labs/acme-labs-provider.ts";',
    "  acmeLabsProvider,",
    "| Acme Labs | `acme-labs` | video |",
    "| `acme-labs` | `ACME_LABS_API_KEY` | `ACME_LABS_BASE_URL` |",
    "| `acme-labs` | `lens-2` | duration, seed |",
  ]);
});

test("a new provider's name is one that plans can have", () => {
  expect(() => newProvider(ROOT, "Acme Labs")).toThrow(/such as `acme`, got `Acme Labs`/);
});
