import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";

const about = (title: string) => `# ${title}

${title} rise twice a day, and they fall twice a day. The moon pulls the water that faces it a little harder.

The sun pulls as well, but less. At full and new moon the two stand in line, and the water rises higher.
`;

function place() {
  const folder = temporaryFolder();
  const write = (source: string, options: { input?: string; more?: string[] } = {}) => {
    const { input, more = [] } = options;
    const args = ["movie", "script", source, "-o", "out", "--allow-private-sources", ...more];
    return runProxx(args, { cwd: folder, ...(input === undefined ? {} : { input }) });
  };
  const lying = () => ({
    names: readdirSync(join(folder, "out")),
    script: readFileSync(join(folder, "out/script.yaml"), "utf8"),
  });
  return { folder, write, lying };
}

const REFUSED = { code: 1, stdout: "" };

test("two texts on the standard input do not meet in one folder, and the same one is the same movie", async () => {
  const { write, lying } = place();
  expect(await write("-", { input: about("Tides") })).toMatchObject({ code: 0 });
  const before = lying();
  const other = await write("-", { input: about("Rivers") });
  expect(other).toMatchObject({ ...REFUSED, stderr: expect.stringContaining("another text, “Tides”") as string });
  expect(lying()).toEqual(before);
  const again = await write("-", { input: about("Tides") });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ isNew: false });
  expect(lying()).toEqual(before);
});

test("two files of the same name do not meet in one folder, and one is the same by whatever way it is named", async () => {
  const { folder, write, lying } = place();
  for (const [name, title] of [
    ["a", "Tides"],
    ["b", "Rivers"],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "notes.md"), about(title));
  }
  expect(await write("a/notes.md")).toMatchObject({ code: 0 });
  const before = lying();
  for (const more of [[], ["--rewrite"]]) {
    const other = await write("b/notes.md", { more });
    expect(other).toMatchObject({ ...REFUSED, stderr: expect.stringContaining("b/notes.md") as string });
  }
  // Also where the text is the very same.
  writeFileSync(join(folder, "b/notes.md"), about("Tides"));
  expect(await write("b/notes.md")).toMatchObject(REFUSED);
  expect(lying()).toEqual(before);
  for (const way of [join(folder, "a/notes.md"), "b/../a/notes.md"])
    expect(await write(way)).toMatchObject({ code: 0 });
});

test("a page and then a file of the same text do not meet in one folder, nor do two pages of one site", async () => {
  const { folder, write, lying } = place();
  const site = createServer((request, response) =>
    response
      .writeHead(200, { "content-type": "text/markdown" })
      .end(about(request.url?.includes("2") ? "Rivers" : "Tides")),
  );
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void site.close());
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/notes.md`;
  writeFileSync(join(folder, "notes.md"), about("Tides"));

  expect(await write(`${url}?page=1`)).toMatchObject({ code: 0 });
  const before = lying();
  for (const [source, input] of [["notes.md"], [`${url}?page=2`], [url], ["-", about("Tides")]]) {
    const other = await write(source ?? "", input === undefined ? {} : { input });
    expect(other).toMatchObject({ ...REFUSED, stderr: expect.stringContaining(`${url}?page=1`) as string });
  }
  expect(lying()).toEqual(before);
  const again = await write(`${url}?page=1`);
  expect(JSON.parse(again.stdout)).toMatchObject({ isNew: false });
});
