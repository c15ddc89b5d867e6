import { expect, test } from "vitest";
import { createHighlighter } from "./highlight-code.ts";

const highlight = createHighlighter();

async function rolesOf(code: string, language: string | undefined): Promise<Record<string, string>> {
  const lines = await highlight(code, language);
  return Object.fromEntries(lines.flat().map(({ text, role }) => [text.trim(), role]));
}

test("tells what the parts of a code are", async () => {
  expect(await rolesOf('const url = `${a.b}: ` + call("x", 1); // why', "ts")).toMatchObject({
    const: "keyword",
    "1": "number",
    "// why": "comment",
    call: "name",
    x: "string",
  });
  expect(await rolesOf("def f(x):\n  return None", "Python")).toMatchObject({
    def: "keyword",
    f: "name",
    None: "keyword",
  });
});

test("nothing is lost of a code, whatever language it is said to be in", async () => {
  const code = 'fn main() {\n\n  println!("é 日本");\n}';
  for (const language of ["rust", "c++", "sh", "no-such-language", "../../etc/passwd", "", undefined]) {
    const lines = await highlight(code, language);
    expect(lines.map((line) => line.map(({ text }) => text).join("")).join("\n")).toBe(code);
  }
  expect(await rolesOf("plain words", "no-such-language")).toEqual({ "plain words": "text" });
});
