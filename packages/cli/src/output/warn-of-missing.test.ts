import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { createLog } from "./log.ts";
import { warnOfMissing, type Wanted } from "./warn-of-missing.ts";

function said(wanted: Partial<Wanted>): string[] {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line.slice("00:00:00 ".length)) });
  warnOfMissing({ folders: [], runsJobs: true, searchPath: process.env["PATH"] ?? "", ...wanted }, log);
  return lines;
}

it("says which folders are not there, and that there is no ffmpeg", () => {
  const folder = temporaryFolder();
  expect(said({ folders: [folder, join(folder, "nowhere"), import.meta.filename] })).toEqual([
    expect.stringMatching(/^warn .*no folder .*nowhere yet\n$/),
    expect.stringMatching(/^warn .*no folder .*warn-of-missing\.test\.ts yet\n$/),
  ]);
  expect(said({ searchPath: folder })).toEqual([
    expect.stringMatching(/ffmpeg and ffprobe cannot be found.*proxx doctor/),
  ]);
  expect(said({ searchPath: folder, runsJobs: false })).toEqual([]);
});
