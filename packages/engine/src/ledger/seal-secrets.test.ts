import { statSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { createSealer, readOrMakeKey } from "./seal-secrets.ts";

const SECRETS = { fal: "a-key-of-fal" };
const schema = z.record(z.string(), z.string());

test("gives secrets back to whoever has the key, and to nobody else", async () => {
  const keyFile = join(temporaryFolder(), "home", "secrets.key");
  const sealed = await createSealer({ readKey: () => readOrMakeKey(keyFile) }).seal(SECRETS);
  expect(sealed).not.toContain("fal");
  expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain("fal");
  expect(await createSealer({ readKey: () => readOrMakeKey(keyFile) }).unseal(sealed, schema)).toEqual(SECRETS);
  const otherFile = join(temporaryFolder(), "secrets.key");
  const other = createSealer({ readKey: () => readOrMakeKey(otherFile) });
  expect(await other.unseal(sealed, schema)).toBeNull();
  const altered = Buffer.from(sealed, "base64");
  altered[20] = (altered[20] ?? 0) ^ 1;
  expect(
    await createSealer({ readKey: () => readOrMakeKey(keyFile) }).unseal(altered.toString("base64"), schema),
  ).toBeNull();
});

test("makes one key, that only its owner can read, whoever needs it at the same time", async () => {
  const keyFile = join(temporaryFolder(), "secrets.key");
  const sealers = Array.from({ length: 10 }, () => createSealer({ readKey: () => readOrMakeKey(keyFile) }));
  const sealed = await Promise.all(sealers.map((sealer) => sealer.seal(SECRETS)));
  expect(new Set(sealed).size).toBe(10);
  for (const text of sealed) expect(await sealers[0]?.unseal(text, schema)).toEqual(SECRETS);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
});
