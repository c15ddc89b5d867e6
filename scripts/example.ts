// `npm run example -- NAME`: runs a file of examples/ on this machine.
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const names = readdirSync("examples")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const [name = ""] = process.argv.slice(2);
if (names.includes(name)) await import(pathToFileURL(resolve("examples", `${name}.ts`)).href);
else {
  process.stderr.write(`Usage: npm run example -- ${names.join("|")}\n`);
  process.exitCode = 64;
}
