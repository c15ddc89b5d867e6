// `npm run example -- NAME`: runs a file of examples/, or one of one's own (`./film.ts`), from the sources as they are; without a
// name, says what there is.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(import.meta.dirname, "../examples");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const [name] = process.argv.slice(2);
// npm changes to the checkout's folder, wherever it was called.
const own = name === undefined ? null : resolve(process.env["INIT_CWD"] ?? ".", name);

if (name === undefined) {
  const width = Math.max(...names.map(({ length }) => length));
  for (const each of names) process.stdout.write(`${each.padEnd(width)}  ${firstLine(each)}\n`);
} else if (names.includes(name)) {
  await import(pathToFileURL(join(folder, `${name}.ts`)).href);
} else if (own !== null && existsSync(own)) {
  await import(pathToFileURL(own).href);
} else {
  process.stderr.write(
    `There is no example ${JSON.stringify(name)}, and no file of that name. There are: ${names.join(", ")}\n`,
  );
  process.exitCode = 64;
}

function firstLine(example: string): string {
  const [line = ""] = readFileSync(join(folder, `${example}.ts`), "utf8").split("\n");
  return line.replace(/^\/\/ /, "");
}
