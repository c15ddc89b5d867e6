import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** Says which of our files are loaded with the server. */
const PROGRAM = `
  import { registerHooks } from "node:module";
  const files = [];
  registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
  await import("@proxx/server");
  console.log(JSON.stringify(files));
`;

it("loads nothing of what makes movies before one is asked for: it would weigh as much as a tenth of the server", () => {
  const args = ["--conditions=@proxx/source", "--input-type=module", "--eval", PROGRAM];
  const files = JSON.parse(
    execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" }),
  ) as string[];
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => /\/packages\/(?:movie|slides|voices|renderer)\//.test(file))).toEqual([]);
});
