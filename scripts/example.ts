// `npm run example -- NAME`: runs a file of examples/ on this machine; without a name, says what there is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(import.meta.dirname, "../examples");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const [name] = process.argv.slice(2);

if (name === undefined) {
  const width = Math.max(...names.map(({ length }) => length));
  for (const each of names) process.stdout.write(`${each.padEnd(width)}  ${firstLine(each)}\n`);
} else if (names.includes(name)) {
  await import(pathToFileURL(join(folder, `${name}.ts`)).href);
} else {
  process.stderr.write(`There is no example ${JSON.stringify(name)}. There are: ${names.join(", ")}\n`);
  process.exitCode = 64;
}

function firstLine(example: string): string {
  const [line = ""] = readFileSync(join(folder, `${example}.ts`), "utf8").split("\n");
  return line.replace(/^\/\/ /, "");
}
