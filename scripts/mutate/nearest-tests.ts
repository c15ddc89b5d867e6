import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Mutant } from "./find-mutants.ts";
import { compareWords } from "./shared-words.ts";

/** What a step into another package costs beside a step into the next file: tests beside the code are asked first. */
const ANOTHER_PACKAGE = 10;
/** Tests beside the file know it best; a suite in `test/` takes longer than what stands in `src/`. */
const ANOTHER_FOLDER = 3;
const NEEDS_THE_WORLD = 6;

/** Test files by how near they are to each file: who imports it, who imports that, and so on. */
export interface TestMap {
  nearest: (place: Place) => string[];
}

type Place = Pick<Mutant, "file" | "line">;

export function mapTests(root: string, files: readonly string[]): TestMap {
  const importers = new Map<string, Set<string>>();
  for (const file of files) {
    for (const imported of importsOf(root, file)) {
      const known = importers.get(imported) ?? new Set();
      importers.set(imported, known.add(file));
    }
  }
  return { nearest: (place) => nearest(root, importers, place) };
}

/** All tests that reach a file through imports: those of its package first, and of those the nearest. */
function nearest(root: string, importers: ReadonlyMap<string, ReadonlySet<string>>, place: Place): string[] {
  const { file } = place;
  const distances = new Map([[file, 0]]);
  const waiting = [file];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const importer of importers.get(next) ?? []) {
      const step = isPartOfTest(next) ? 0 : packageOf(importer) === packageOf(next) ? 1 : ANOTHER_PACKAGE;
      const distance = (distances.get(next) ?? 0) + step;
      if (distance >= (distances.get(importer) ?? Infinity)) continue;
      distances.set(importer, distance);
      waiting.push(importer);
    }
  }
  const rank = ([test, distance]: [string, number]) => {
    if (basename(test, ".test.ts") === basename(file, ".ts")) return 0;
    if (dirname(test) === dirname(file)) return distance;
    const kind = test.includes("/src/") ? ANOTHER_FOLDER : NEEDS_THE_WORLD;
    const words = 2 * sharedWords(test, file);
    // Of the tests of others, those beside their code come first, however far: all the others start the whole of Proxx.
    if (packageOf(test) !== packageOf(file)) return distance + ANOTHER_PACKAGE * (10 + kind) - words;
    return distance + kind - words;
  };
  const tests = [...distances].filter(([name]) => name.endsWith(".test.ts"));
  // All that ask a server reach all of it, and each is about a part.
  const likeness = compareWords(
    root,
    place,
    tests.map(([test]) => test),
  );
  return tests
    .map((entry) => ({ test: entry[0], rank: rank(entry), likeness: likeness.get(entry[0]) ?? 0 }))
    .sort((a, b) => a.rank - b.rank || b.likeness - a.likeness || a.test.localeCompare(b.test))
    .map(({ test }) => test);
}

/** `check-plan.test.ts` is more likely to know of `plan/link-jobs.ts` than `events.test.ts` is. */
function sharedWords(test: string, file: string): number {
  const words = [...basename(file, ".ts").split("-"), basename(dirname(file))];
  return basename(test, ".test.ts")
    .split("-")
    .filter((word) => words.includes(word)).length;
}

/** What tests share, such as the start of a server: a test that uses it is no farther than one that does without. */
function isPartOfTest(file: string): boolean {
  return file.includes("/test/") && !file.endsWith(".test.ts");
}

function packageOf(file: string): string {
  return /^packages\/[^/]+/.exec(file)?.[0] ?? "";
}

/** The files that a file imports, or names beside itself in order to start them. */
function importsOf(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), "utf8").replace(/(?:import|export) type [^;]*;/g, "");
  const paths = [...text.matchAll(/["'](\.{1,2}\/[^"'\n]+)["']/g)].map(([, path = ""]) => join(dirname(file), path));
  const named = [...text.matchAll(/\{([^{}]*)\} from "(@proxx\/[^"]+)"/g)];
  const whole = [...text.matchAll(/(?:\* as \w+ from|import\()\s*"(@proxx\/[^"]+)"/g)];
  return [
    ...paths.filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile()),
    ...named.flatMap(([, names = "", specifier = ""]) => filesOfNames(root, specifier, names)),
    ...whole.flatMap(([, specifier = ""]) => entryOf(root, specifier) ?? []),
  ];
}

/** Where a package's entry has each of these names from, so that a test is near only to what it takes of the package. */
function filesOfNames(root: string, specifier: string, names: string): string[] {
  const entry = entryOf(root, specifier);
  if (entry === null) return [];
  const wanted = names.split(",").flatMap((name) => /^\s*(?!type )(\w+)/.exec(name)?.[1] ?? []);
  const text = readFileSync(join(root, entry), "utf8");
  const exports = [...text.matchAll(/export \{([^{}]*)\} from "(\.[^"]+)"/g)];
  return wanted.flatMap((name) => {
    const found = exports.find(([, exported = ""]) => new RegExp(`\\b${name}\\b`).test(exported));
    return found?.[2] === undefined ? [entry] : [join(dirname(entry), found[2])];
  });
}

function entryOf(root: string, specifier: string): string | null {
  const [, name = "", path] = /^@proxx\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  const folder = join("packages", name);
  if (!existsSync(join(root, folder, "package.json"))) return null;
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    exports?: Record<string, Record<string, string>>;
  };
  const entry = exports?.[path === undefined ? "." : `./${path}`]?.["@proxx/source"];
  return entry === undefined ? null : join(folder, entry);
}
