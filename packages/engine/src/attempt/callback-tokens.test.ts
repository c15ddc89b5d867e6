import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createSealer, readOrMakeKey } from "../ledger/seal-secrets.ts";
import { createCallbackTokens } from "./callback-tokens.ts";

const JOB = { executionId: "exe_1", jobId: "shot 1/ä" };
const tokensIn = (folder: string) =>
  createCallbackTokens(createSealer({ readKey: () => readOrMakeKey(join(folder, "secrets.key")) }));

test("stands for one job, in an address, for all processes with the same key", async () => {
  const folder = temporaryFolder();
  const token = await tokensIn(folder).make(JOB);
  expect(encodeURIComponent(token)).toBe(token);
  expect(await tokensIn(folder).read(token)).toEqual(JOB);
  expect(await tokensIn(folder).make(JOB)).toBe(token);
});

test("is none where anything of it is other", async () => {
  const folder = temporaryFolder();
  const tokens = tokensIn(folder);
  const token = await tokens.make(JOB);
  const [name = "", proof = ""] = token.split(".");
  const other = Buffer.from(JSON.stringify(["exe_2", JOB.jobId])).toString("base64url");
  const elsewhere = await tokensIn(temporaryFolder()).make(JOB);
  for (const wrong of [
    `${other}.${proof}`,
    name,
    `${name}.`,
    `.${proof}`,
    `${token}A`,
    `${name}.${proof.slice(1)}A`,
    elsewhere,
    "",
    "x".repeat(100_000),
  ]) {
    expect(await tokens.read(wrong)).toBeNull();
  }
});

test("is one text only, though other last letters decode to the same bytes", async () => {
  const tokens = tokensIn(temporaryFolder());
  const token = await tokens.make(JOB);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const read = await Promise.all(letters.split("").map((letter) => tokens.read(token.slice(0, -1) + letter)));
  expect(read.filter((job) => job !== null)).toHaveLength(1);
});
