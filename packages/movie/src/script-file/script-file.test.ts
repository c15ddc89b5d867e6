import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkScript, type Script, type ScriptValidationError } from "@proxx/contract";
import { EXAMPLE_SLIDES } from "@proxx/testing/example-slides";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { parseScript, readScriptFile } from "./read-script-file.ts";
import { formatScript, writeScriptFile } from "./write-script-file.ts";

const YAML = `# About the sea
title: Why the tide turns   # the question
language: en
sections:
  # It begins here.
  - title: The moon pulls
    narrations:
      - text: "The sea rises: twice a day."   # as everybody knows
      - id: falls
        text: And it falls.
`;

function refusal(text: string): ScriptValidationError {
  try {
    parseScript(text);
  } catch (error) {
    return error as ScriptValidationError;
  }
  throw new Error("It was not refused");
}

test("a script is written and read back as it was, with a slide of each layout", async () => {
  const path = join(temporaryFolder(), "script.yaml");
  const sections = EXAMPLE_SLIDES.map((slide, index) => ({
    title: `Section ${index}: "quoted" # not a comment`,
    slide,
    narrations: [{ text: `Line ${index}. It's 'so': yes\nno` }],
  }));
  const { script } = checkScript({ title: "潮 ✅", language: "ja", sections });
  await writeScriptFile(path, script as Script);
  expect(await readScriptFile(path)).toEqual(script);
  expect(await readdir(join(path, ".."))).toEqual(["script.yaml"]);
});

test("every fault is told with its line and column", () => {
  const text = YAML.replace("language: en", "langauge: en").replace("id: falls", "id: a/b");
  expect(refusal(text).issues.map(({ path, message }) => [path, message])).toEqual([
    ["$.sections[0].narrations[1].id", expect.stringContaining("(line 9, column 13)")],
    ["$.langauge", expect.stringContaining("(line 3, column 11)")],
  ]);
  expect(refusal("title: a\nsections: [\n").issues[0]?.message).toMatch(/^Line 3, column 1: /);
  expect(refusal("title: a\ntitle: b\n").issues[0]?.message).toContain("Line 2, column 1");
  expect(refusal("a: &a [x]\nb: [*a, *a]\ntitle: 1").issues.length).toBeGreaterThan(2);
});

test("an edit keeps comments, quotes and what it does not touch", async () => {
  const path = join(temporaryFolder(), "script.yaml");
  await writeFile(path, YAML);
  const script = await readScriptFile(path);
  const [section] = script.sections;
  const [first, second] = section?.narrations ?? [];
  if (section === undefined || first === undefined || second === undefined) throw new Error("The script is not whole");
  const narrations = [
    { id: "new", text: "Nobody sees why." },
    { ...first, pause_after_seconds: 1 },
    { ...second, text: "It falls." },
  ];
  await writeScriptFile(path, { ...script, sections: [{ ...section, narrations }] });
  const written = await readFile(path, "utf8");
  for (const kept of ["# About the sea", "# the question", "# It begins here.", "# as everybody knows"])
    expect(written).toContain(kept);
  expect(written).toContain("text: It falls.");
  expect((await readScriptFile(path)).sections[0]?.narrations).toEqual(narrations);
});

test("a script that has not changed is not written", () => {
  const script = parseScript(formatScript(parseScript(YAML)));
  const text = formatScript(script);
  expect(formatScript(script, text)).toBe(text);
});
