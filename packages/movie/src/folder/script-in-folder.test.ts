import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test, vi } from "vitest";
import { readScriptFile } from "../script-file/read-script-file.ts";
import { generateScriptFromText } from "../writing/generate-script.ts";
import { scriptInFolder } from "./script-in-folder.ts";

const TEXT = `# Tides

The sea rises twice a day, and it falls twice a day. ![A harbour](harbour.jpg)

The moon pulls the water that faces it a little harder than the ground below. The sun pulls as well, but less.
`;

/** A source, and a folder for its movie. */
function place() {
  const base = temporaryFolder();
  const source = join(base, "tides.md");
  writeFileSync(source, TEXT);
  const folder = join(base, "out");
  const write = (sources: readonly string[] = [source], rewrite = false) =>
    scriptInFolder({
      folder,
      sources,
      rewrite,
      generate: () => generateScriptFromText(TEXT, { origin: { name: "tides", path: sources[0] ?? null } }),
    });
  return { base, source, folder, write };
}

test("the script is written once, with paths relative to it, and kept with what was changed in it", async () => {
  const { folder, write } = place();
  const { script, path, isNew } = await write();
  expect(isNew).toBe(true);
  expect(script.sources).toMatchObject([{ path: "../tides.md" }]);
  expect(script.sections.find(({ slide }) => slide?.layout === "image-text")?.slide).toMatchObject({
    image: "../harbour.jpg",
  });
  writeFileSync(path, readFileSync(path, "utf8").replace("The sea rises", "The ocean rises"));
  appendFileSync(path, "# mine\n");
  const again = await write();
  expect(again.isNew).toBe(false);
  expect(JSON.stringify(again.script)).toContain("The ocean rises");
  expect(readFileSync(join(folder, "script.yaml"), "utf8")).toContain("# mine");
  expect((await write(undefined, true)).script).toEqual(script);
});

test("two sources are never mixed in one folder", async () => {
  const { base, folder, write } = place();
  await write();
  const before = readFileSync(join(folder, "script.yaml"), "utf8");
  for (const other of [
    [join(base, "other.md")],
    ["https://example.com/tides"],
    [join(base, "tides.md"), join(base, "other.md")],
  ]) {
    for (const rewrite of [false, true]) {
      await expect(write(other, rewrite)).rejects.toMatchObject({
        code: "output_exists",
        message: expect.stringContaining("tides.md") as string,
      });
    }
  }
  expect(readFileSync(join(folder, "script.yaml"), "utf8")).toBe(before);
});

test("a text that has no place is known by its bytes: the same one keeps the script, another one is never told by it", async () => {
  const { folder } = place();
  const write = (text: string, rewrite = false) =>
    scriptInFolder({
      folder,
      sources: Buffer.from(text),
      rewrite,
      generate: () => generateScriptFromText(text, { origin: { name: "The standard input" } }),
    });
  const other = TEXT.replace("rises", "falls");
  const { script } = await write(TEXT);
  expect((await write(TEXT)).script).toEqual(script);
  await expect(write(other)).rejects.toMatchObject({
    code: "output_exists",
    message: expect.stringMatching(/holds the movie of another text, “Tides”/u) as string,
    hint: expect.stringContaining("--rewrite") as string,
  });
  expect(await write(other, true)).toMatchObject({ isNew: true });
  await expect(write(TEXT)).rejects.toMatchObject({ code: "output_exists" });
});

test("a text that has no place never takes that of a source which has one, nor of a script that names none", async () => {
  const { folder, write } = place();
  const { path } = await write();
  const text = { folder, sources: Buffer.from(TEXT), rewrite: true, generate: () => generateScriptFromText(TEXT) };
  await expect(scriptInFolder(text)).rejects.toMatchObject({
    code: "output_exists",
    message: expect.stringMatching(/tides\.md, and not of a text without a place/u) as string,
  });
  writeFileSync(path, "title: Mine\nsections: [{ title: One, narrations: [{ text: One. }] }]\n");
  await expect(scriptInFolder(text)).rejects.toMatchObject({
    message: expect.stringContaining("of a script that names no source") as string,
  });
});

test("of two that come to an empty folder at once, one has it: the other is refused, or takes the same script", async () => {
  const { base, folder } = place();
  const about = (name: string) => {
    const source = join(base, name);
    const text = TEXT.replace("Tides", name);
    return scriptInFolder({
      folder,
      sources: [source],
      // Both have looked before either has written.
      generate: async () => {
        looked += 1;
        await vi.waitFor(() => expect(looked).toBeGreaterThan(1));
        return await generateScriptFromText(text, { origin: { name, path: source } });
      },
    });
  };
  let looked = 0;
  const [one, other] = await Promise.allSettled([about("one"), about("other")]);
  expect([one?.status, other?.status].sort()).toEqual(["fulfilled", "rejected"]);
  const refused = [one, other].find((outcome) => outcome?.status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "output_exists" } });
  const { script } =
    [one, other].flatMap((outcome) => (outcome?.status === "fulfilled" ? [outcome.value] : []))[0] ?? {};
  expect(await readScriptFile(join(folder, "script.yaml"))).toEqual(script);
  expect(readdirSync(folder)).toEqual(["script.yaml"]);

  looked = 0;
  rmSync(folder, { recursive: true });
  const twice = await Promise.all([about("one"), about("one")]);
  expect(twice.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test("a script that is not valid is not written over", async () => {
  const { folder, write } = place();
  mkdirSync(folder);
  writeFileSync(join(folder, "script.yaml"), "title: [\n");
  await expect(write()).rejects.toMatchObject({ code: "invalid_document" });
  expect(readFileSync(join(folder, "script.yaml"), "utf8")).toBe("title: [\n");
});

test("where no script can be written, no folder is left", async () => {
  const { folder } = place();
  const failing = scriptInFolder({
    folder,
    sources: Buffer.from("short"),
    generate: () => generateScriptFromText("short"),
  });
  await expect(failing).rejects.toMatchObject({ code: "text_missing" });
  expect(existsSync(folder)).toBe(false);
  await expect(readScriptFile(join(folder, "script.yaml"))).rejects.toMatchObject({ code: "document_unreadable" });
});
