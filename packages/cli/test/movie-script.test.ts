import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { FAKE_KEY } from "@proxx/testing/fake-providers";
import { startFakeChatModel } from "@proxx/testing/fake-chat-model";
import { expect, test } from "vitest";

const ARTICLE = join(import.meta.dirname, "../../../examples/article.md");
const proxx = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runProxx(["movie", ...args], { cwd, env });

test("`movie script` writes a script, and says where it is", async () => {
  const folder = temporaryFolder();
  const run = await proxx(folder, ["script", ARTICLE, "-o", "out", "--progress", "json"]);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    script: join(folder, "out/script.yaml"),
    isNew: true,
    language: "en",
    degradations: [],
  });
  const text = readFileSync(join(folder, "out/script.yaml"), "utf8");
  expect(text).toMatch(/^# The script of a movie[\s\S]*\ntitle: Why the tide turns\n/);
  const told = run.stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; progress: number });
  const percents = told.filter(({ type }) => type === "progress").map(({ progress }) => progress);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(percents[0]).toBe(5);
  expect(percents.at(-1)).toBe(20);
});

test("`movie script` keeps a script that is there, and refuses another source in its folder", async () => {
  const folder = temporaryFolder();
  await proxx(folder, ["script", ARTICLE, "-o", "out"]);
  const path = join(folder, "out/script.yaml");
  writeFileSync(path, `${readFileSync(path, "utf8")}# mine\n`);
  const again = await proxx(folder, ["script", ARTICLE, "-o", "out"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ isNew: false });
  expect(readFileSync(path, "utf8")).toContain("# mine");
  writeFileSync(join(folder, "other.md"), readFileSync(ARTICLE));
  const other = await proxx(folder, ["script", "other.md", "-o", "out"]);
  expect(other).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("holds the movie of") as string });
});

test.each([
  ["no output folder", ["script", ARTICLE], 64],
  ["no such file", ["script", "none.md", "-o", "out"], 1],
  ["a private address", ["script", "http://127.0.0.1:9/", "-o", "out"], 1],
  ["a configuration that is not there", ["script", ARTICLE, "-o", "out", "--config", "none.yaml"], 4],
  ["an unknown option", ["script", ARTICLE, "-o", "out", "--sped", "2"], 64],
])("%s ends with its exit code, and leaves nothing", async (_, args, code) => {
  const folder = temporaryFolder();
  const run = await proxx(folder, args);
  expect(run).toMatchObject({ code, stdout: "" });
  expect(existsSync(join(folder, "out"))).toBe(false);
});

test("an unknown key of proxx.yaml is an error with its line", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "proxx.yaml"), "language: en\ntheem: quiet\n");
  const run = await proxx(folder, ["script", ARTICLE, "-o", "out"]);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("$.theem `theem` is not a field of the configuration (line 2, column 8).");
  expect(run.stderr).toContain("Did you mean `theme`?");
});

test("`movie init` writes a configuration that settles nothing, and never over one", async () => {
  const folder = temporaryFolder();
  expect(await proxx(folder, ["init"])).toMatchObject({ code: 0, stdout: `${join(folder, "proxx.yaml")}\n` });
  expect(await proxx(folder, ["script", ARTICLE, "-o", "out"])).toMatchObject({ code: 0 });
  writeFileSync(join(folder, "proxx.yaml"), "language: ja\n");
  expect(await proxx(folder, ["init"])).toMatchObject({ code: 1 });
  expect(readFileSync(join(folder, "proxx.yaml"), "utf8")).toBe("language: ja\n");
});

test("the model of proxx.yaml writes, with the key of the environment", async () => {
  const folder = temporaryFolder();
  const line = { text: "The sea leaves the harbour twice a day.", persona: null, reading: null, item: null };
  const section = {
    title: "The sea",
    slide: { layout: "section", title: "The sea" },
    image: null,
    slide_prompt: null,
    lines: [line],
  };
  const fake = await startFakeChatModel({
    answers: [{ title: "By a model", description: "", sections: [section], pronunciations: [] }],
  });
  try {
    writeFileSync(join(folder, "proxx.yaml"), `writer: { base_url: "${fake.baseUrl}", model: some-model }\n`);
    const run = await proxx(folder, ["script", ARTICLE, "-o", "out"], { PROXX_SCRIPT_API_KEY: FAKE_KEY });
    expect(run).toMatchObject({ code: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({ title: "By a model", lines: 1 });
  } finally {
    await fake.close();
  }
});
