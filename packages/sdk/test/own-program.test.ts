import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

it("`npm run example` runs a program of one's own, from the folder that it is called in", () => {
  const cwd = temporaryFolder();
  const sdk = JSON.stringify(join(ROOT, "packages/sdk/src/index.ts"));
  writeFileSync(
    join(cwd, "film.ts"),
    `import { compose, generateVideo } from ${sdk};\nconst film: string = JSON.stringify(compose(generateVideo({ prompt: "A tent" })));\nconsole.log(film);\n`,
  );
  const run = spawnSync("npm", ["run", "--silent", "--prefix", ROOT, "example", "--", "./film.ts"], {
    cwd,
    encoding: "utf8",
  });
  expect([run.status, run.stderr]).toEqual([0, ""]);
  expect(JSON.parse(run.stdout)).toMatchObject({ jobs: [{ type: "generate", params: { prompt: "A tent" } }] });
});
