import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMemoryLedger } from "@proxx/engine";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { checkSecretsKey, readGivenKey, SECRETS_KEY_RECORD } from "./secrets-key.ts";

const KEY = Buffer.alloc(32, 0x5e);

test.each([KEY.toString("hex"), KEY.toString("hex").toUpperCase(), KEY.toString("base64")])(
  "reads %s as a key",
  async (text) => {
    expect(await readGivenKey(text)()).toEqual(KEY);
  },
);

test.each([KEY, KEY.toString("hex"), `${KEY.toString("base64")}\n`])("reads it from a file, as %j", async (content) => {
  const path = join(temporaryFolder(), "key");
  writeFileSync(path, content);
  expect(await readGivenKey(path)()).toEqual(KEY);
});

test("says what is wrong with one, and never what it is", async () => {
  const half = KEY.toString("hex").slice(1);
  const error: unknown = await Promise.try(() => readGivenKey(half)).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ code: "invalid_document", hint: expect.stringContaining("openssl rand -hex 32") });
  expect(String(error)).not.toContain(half);
  const path = join(temporaryFolder(), "key");
  await expect(readGivenKey(path)()).rejects.toMatchObject({ code: "invalid_document" });
  writeFileSync(path, half);
  await expect(readGivenKey(path)()).rejects.toMatchObject({ message: expect.stringContaining(path) });
});

test("holds all who share a ledger to the key of the first, until that is forgotten", async () => {
  const ledger = createMemoryLedger();
  const other = async () => Buffer.alloc(32, 1);
  await checkSecretsKey(async () => KEY, ledger);
  await checkSecretsKey(async () => KEY, ledger);
  await expect(checkSecretsKey(other, ledger)).rejects.toMatchObject({ code: "database_unusable" });
  const { kind, id } = SECRETS_KEY_RECORD;
  expect(JSON.stringify(await ledger.readRecord(kind, id))).not.toContain(KEY.toString("hex"));
  await ledger.deleteRecord(kind, id);
  await checkSecretsKey(other, ledger);
  await expect(checkSecretsKey(async () => KEY, ledger)).rejects.toMatchObject({ code: "database_unusable" });
});
