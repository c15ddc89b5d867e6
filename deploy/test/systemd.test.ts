import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { commandFaults } from "../../packages/sdk/test/documentation/command-faults.ts";
import { DEPLOY, readDeploy } from "./read-files.ts";

const UNITS = readdirSync(join(DEPLOY, "systemd"));
const version = /^systemd (\d+)/.exec(
  spawnSync("systemd-analyze", ["--version"], { encoding: "utf8" }).stdout ?? "",
)?.[1];
const why = version === undefined ? " (not run: systemd-analyze is not installed)" : "";

/** A unit as it would be started, whose program is there: that of Proxx lies wherever npm has put it. */
function started(unit: string): string {
  const path = join(temporaryFolder(), unit.replace("@.", "@media-watch."));
  writeFileSync(path, readDeploy(`systemd/${unit}`).replace("ExecStart=proxx ", `ExecStart=${process.execPath} `));
  return path;
}

describe.skipIf(version === undefined)(`units of systemd${why}`, () => {
  it.each(UNITS)("%s is one that systemd finds nothing wrong with", (unit) => {
    const run = spawnSync("systemd-analyze", ["verify", "--man=no", started(unit)], { encoding: "utf8" });
    expect(run).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  it.each(UNITS)("%s is kept from whatever it does not need", (unit) => {
    const args = ["security", "--offline=yes", "--threshold=25", "--no-pager", started(unit)];
    const run = spawnSync("systemd-analyze", args, { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  });
});

it.each(UNITS)("%s starts Proxx with options that it has", async (unit) => {
  const command = /^ExecStart=proxx (.*)$/m.exec(readDeploy(`systemd/${unit}`))?.[1] ?? "";
  expect(await commandFaults(command.split(" "))).toEqual([]);
});
