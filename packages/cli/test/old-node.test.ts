import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const PROXX = fileURLToPath(new URL("../bin/proxx.js", import.meta.url));
const PRETEND = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })`;

it("on a Node that is too old, proxx says so and what to run instead, and ends with 4", () => {
  const args = ["--import", `data:text/javascript,${encodeURIComponent(PRETEND)}`, PROXX, "--version"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect([status, stdout]).toEqual([4, ""]);
  expect(stderr).toMatch(
    /^proxx needs Node 22\.19 or newer; this is 20\.20\.2 \(.*\)\.\n {2}→ Run `npx proxx`, which runs on/,
  );
});
