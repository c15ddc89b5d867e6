// `npm run test:rows`: the suites whose tables are shortened for `npm test`, with every row; arguments go to vitest.
import { spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";

const suites = globSync("packages/*/{src,test}/**/*.test.ts").filter((file) =>
  readFileSync(file, "utf8").includes('"@proxx/testing/rows"'),
);
const args = process.argv.slice(2);
const child = spawn("vitest", ["run", ...(args.length === 0 ? suites : args)], {
  stdio: "inherit",
  env: { ...process.env, PROXX_ALL_ROWS: "1" },
});
child.once("close", (code) => (process.exitCode = code ?? 1));
