import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";

const GOOD = `title: Locks
sections:
  - title: Locks
    slide: { layout: title, title: Locks }
    narrations: [{ text: "A ship waits in a chamber, and the water comes to it." }]
`;

function folderWith(script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "script.yaml"), script);
  return folder;
}

const check = (...args: string[]) => runProxx(["movie", "check", ...args]);

test("`movie check` tells how long a good movie will be, and ends with 0", async () => {
  const folder = folderWith(GOOD);
  const { code, stdout, stderr } = await check(folder, "--strict");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining("Nothing to mend; about 0:05") as string,
  });
  expect(stdout).toMatch(/^ +TIME +SLIDES +SECTION\n1 +0:05 +1 +Locks\n/u);
});

test("`movie check` takes the times of lines that were spoken, as long as the script still asks for them", async () => {
  const folder = folderWith(GOOD);
  const spoken = JSON.parse((await runProxx(["movie", "audio", "-o", folder])).stdout) as {
    narrations: { seconds: number }[];
  };
  // What comes before the first word and after the last, and how long a line is.
  const seconds = 0.7 + (spoken.narrations[0]?.seconds ?? 0) + 1;
  const checked = async () =>
    JSON.parse((await check(folder, "--json")).stdout) as { estimate: { seconds: number; measured: boolean } };
  const { estimate } = await checked();
  expect(estimate.measured).toBe(true);
  expect(Math.abs(estimate.seconds - seconds)).toBeLessThan(0.1);
  writeFileSync(join(folder, "script.yaml"), GOOD.replace("comes to it", "comes up to it"));
  expect((await checked()).estimate.measured).toBe(false);
});

test("`movie voices` lists who speaks here, and what other engines take", async () => {
  const { code, stdout } = await runProxx(["movie", "voices", "--language", "ja", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    voices: [{ name: "espeak:ja", language: "ja" }],
    engines: expect.arrayContaining([expect.objectContaining({ name: "voicevox" })]) as unknown,
  });
});

test("`movie check` ends with 1 for errors, and for warnings only where asked to", async () => {
  const warned = folderWith(GOOD.replace("a chamber", "a chamber -- or two"));
  expect(await check(warned)).toMatchObject({ code: 0, stdout: expect.stringContaining("[double_hyphen]") as string });
  expect((await check(warned, "--strict")).code).toBe(1);
  expect((await check(warned, "--strict", "--ignore", "double_hyphen")).code).toBe(0);
  const wrong = folderWith(GOOD.replace("text:", "item: 3, text:"));
  const { code, stdout } = await check(join(wrong, "script.yaml"), "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ code: "item_beyond_slide", severity: "error", path: "$.sections[0].narrations[0].item" }],
    estimate: { slides: 1, measured: false },
  });
});

test("`movie check` tells of a script that is not valid, and of one that is not there", async () => {
  const invalid = await check(folderWith("titel: Locks\n"), "--json");
  expect(invalid.code).toBe(1);
  expect(JSON.parse(invalid.stdout)).toMatchObject({
    estimate: null,
    findings: expect.arrayContaining([expect.objectContaining({ path: "$.titel", code: "unknown_field" })]) as unknown,
  });
  expect(await check(temporaryFolder())).toMatchObject({
    code: 4,
    stdout: "",
    stderr: expect.stringContaining("Cannot read the script") as string,
  });
});
