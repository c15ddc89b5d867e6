import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { CodeColors } from "../theme/theme.ts";

const require = createRequire(import.meta.url);

/** What a piece of code is, as the colours of a theme name it. */
type CodeRole = Exclude<keyof CodeColors, "panel">;

export interface CodeToken {
  readonly text: string;
  readonly role: CodeRole;
}

/** Grammars of TextMate know no roles but colours: a colour stands for each. */
const ROLE_COLORS: readonly [role: CodeRole, color: string, scopes: readonly string[]][] = [
  ["text", "#000000", []],
  ["comment", "#000001", ["comment", "punctuation.definition.comment", "string.quoted.docstring"]],
  [
    "keyword",
    "#000002",
    [
      "keyword",
      "storage",
      "constant.language",
      "variable.language",
      "markup.heading",
      "entity.name.tag",
      "keyword.operator.new",
    ],
  ],
  [
    "text",
    "#000000",
    [
      "keyword.operator",
      "punctuation",
      "storage.type.function.arrow",
      "meta.brace",
      "string variable",
      "meta.template.expression",
      "meta.embedded",
    ],
  ],
  [
    "string",
    "#000003",
    ["string", "constant.character", "markup.inline.raw", "markup.fenced_code", "constant.other.symbol"],
  ],
  ["number", "#000004", ["constant.numeric", "constant.other.color", "keyword.other.unit"]],
  [
    "name",
    "#000005",
    [
      "entity.name.function",
      "support.function",
      "meta.function-call.generic",
      "entity.other.attribute-name",
      "markup.underline.link",
    ],
  ],
  [
    "type",
    "#000006",
    [
      "entity.name.type",
      "entity.name.class",
      "support.type",
      "support.class",
      "storage.type.java",
      "entity.name.namespace",
      "support.type.property-name",
    ],
  ],
];

/** A code's lines in tokens. A language that is not known is text. */
export type HighlightCode = (code: string, language: string | undefined) => Promise<CodeToken[][]>;

/** Remembers the grammars that it has read: each takes a good part of a second. */
export function createHighlighter(): HighlightCode {
  const tokenizers = new Map<string, Promise<Tokenize | null>>();

  return async (code, language = "") => {
    const name = NICKNAMES[language.toLowerCase()] ?? language.toLowerCase();
    const tokenizer = tokenizers.get(name) ?? readTokenizer(name);
    tokenizers.set(name, tokenizer);
    const tokenize = await tokenizer;
    if (tokenize !== null) return tokenize(code);
    return code.split("\n").map((text) => (text === "" ? [] : [{ text, role: "text" }]));
  };
}

type Tokenize = (code: string) => CodeToken[][];

async function readTokenizer(name: string): Promise<Tokenize | null> {
  const grammar = await readGrammar(name);
  if (grammar === null) return null;
  const [{ codeToTokensBase, createShikiPrimitiveAsync }, { createJavaScriptRegexEngine }] = await Promise.all([
    import("@shikijs/primitive"),
    import("@shikijs/engine-javascript"),
  ]);
  const settings = ROLE_COLORS.map(([, foreground, scope]) =>
    scope.length === 0
      ? { settings: { foreground, background: "#ffffff" } }
      : { scope: [...scope], settings: { foreground } },
  );
  const shiki = await createShikiPrimitiveAsync({
    langs: [grammar],
    themes: [{ name: "roles", settings }],
    // What a grammar asks for and JavaScript has not is left out, as if it did not match.
    engine: createJavaScriptRegexEngine({ forgiving: true }),
    warnings: false,
  });
  const lang = grammar.at(-1)?.name ?? "text";
  const options = { lang, theme: "roles", tokenizeMaxLineLength: 1000, tokenizeTimeLimit: 0 };
  return (code) =>
    codeToTokensBase(shiki, code, options).map((line) =>
      line.map(({ content, color }) => ({
        text: content,
        role: ROLE_COLORS.find(([, one]) => one === color?.toLowerCase())?.[0] ?? "text",
      })),
    );
}

type Grammar = (typeof import("@shikijs/langs/typescript"))["default"];

async function readGrammar(name: string): Promise<Grammar | null> {
  if (!/^[a-z0-9-]+$/u.test(name)) return null;
  let path: string;
  try {
    path = require.resolve(`@shikijs/langs/${name}`);
  } catch (error) {
    if (error instanceof Error && "code" in error && UNKNOWN.includes(String(error.code))) return null;
    throw error;
  }
  const module: { default: Grammar } = await import(pathToFileURL(path).href);
  return module.default;
}

const UNKNOWN = ["ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];

const NICKNAMES: Readonly<Record<string, string>> = {
  "c++": "cpp",
  "c#": "csharp",
  "f#": "fsharp",
  golang: "go",
  node: "javascript",
};
