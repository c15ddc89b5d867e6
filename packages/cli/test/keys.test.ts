import { existsSync } from "node:fs";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";

it("makes a key that is shown once, lists it without it, and revokes it", async () => {
  const data = ["--data", temporaryFolder()];
  const made = await runProxx(["keys", "create", "studio", "--tenant", "acme", "--expires", "90d", ...data]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^proxx_[a-z0-9]{12}_[\w-]{43}[0-9a-f]{8}\n$/) });
  const key = made.stdout.trim();
  const listed = await runProxx(["keys", "list", "--json", ...data]);
  const [shown] = JSON.parse(listed.stdout) as Record<string, unknown>[];
  expect(shown).toMatchObject({ id: key.split("_")[1], name: "studio", tenant: "acme", revokedAt: null });
  expect(listed.stdout).not.toContain(key.split("_").slice(2).join("_"));
  expect(await runProxx(["keys", "revoke", key, ...data])).toMatchObject({ code: 0 });
  expect((await runProxx(["keys", "list", ...data])).stdout).toMatch(/studio +acme .*revoked/);
});

it.each([
  ["keys", "list"],
  ["keys", "revoke", "k3v9x2m4q7wa"],
  ["db", "check"],
  ["db", "export"],
  ["gc", "--older-than", "1d"],
  ["gc", "pins"],
])("`proxx %s %s` makes no folder of one that is misspelt", async (...command) => {
  const data = join(temporaryFolder(), "misspelt");
  const { code, stdout, stderr } = await runProxx([...command, "--data", data]);
  expect([code, stdout, stderr]).toEqual([4, "", expect.stringContaining(`✗ There is no folder ${data}.`)]);
  expect(existsSync(data)).toBe(false);
});

it.each([
  [["create", "--tenant", "../acme"], /tenant's name/],
  [["create", "--expires", "2020-01-01"], /a day to come/],
  [["create", "--expires", "soon"], /a day to come/],
  [["revoke", "nokey"], /There is no such key/],
])("refuses %j as wrong usage", async (args, words) => {
  const { code, stdout, stderr } = await runProxx(["keys", ...args, "--data", temporaryFolder()]);
  expect([code, stdout, stderr]).toEqual([64, "", expect.stringMatching(words)]);
});
