import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const NODE = "node_modules/node";

/** A checkout without dependencies, and an npm that installs the one that is looked for, and says so. */
function bareCheckout() {
  const folder = temporaryFolder();
  const checkout = join(folder, "checkout");
  mkdirSync(join(checkout, "scripts"), { recursive: true });
  for (const file of ["package.json", "package-lock.json", "scripts/start.mjs", "scripts/proxx.mjs"]) {
    if (existsSync(join(ROOT, file))) copyFileSync(join(ROOT, file), join(checkout, file));
  }
  symlinkSync(join(ROOT, "packages"), join(checkout, "packages"));
  const tools = join(folder, "tools");
  mkdirSync(tools);
  const install = `#!/bin/sh\necho "$1" >> ${folder}/npm.log\nmkdir node_modules && ln -s ${join(ROOT, NODE)} ${NODE}\n`;
  writeFileSync(join(tools, "npm"), install, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${tools}${delimiter}${process.env["PATH"]}`,
    npm_config_cache: join(folder, "cache"),
    npm_config_registry: "http://127.0.0.1:1/",
    npm_config_fetch_retries: "0",
  };
  return {
    npx: (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync("npx", args, { cwd: checkout, env, encoding: "utf8" });
      return { status, stdout, stderr };
    },
    installs: () => readFileSync(join(folder, "npm.log"), "utf8"),
  };
}

it("`npx proxx` in a bare checkout sets it up, once, and asks no registry for a package of that name", () => {
  const { npx, installs } = bareCheckout();
  const first = npx("proxx", "--version");
  expect([first.status, first.stdout, first.stderr]).toEqual([
    0,
    expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    "proxx set-up: installing the dependencies …\n",
  ]);
  expect(npx("proxx", "serve", "--port", "none")).toMatchObject({
    status: 64,
    stderr: expect.stringContaining("--port"),
  });
  expect(installs()).toBe("install\n");
});
