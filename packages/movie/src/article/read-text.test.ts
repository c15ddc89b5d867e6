import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Article, Block } from "./article.ts";
import { readText } from "./read-text.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../test/fixtures/page.html"));
const read = (text: string | Uint8Array, name = "text", url: string | null = null) =>
  readText(text, { name, path: url === null ? name : null, url }).article;
const kinds = ({ blocks }: Article) => blocks.map(({ kind }) => kind);
const ofKind = <Kind extends Block["kind"]>({ blocks }: Article, kind: Kind) =>
  blocks.filter((block): block is Extract<Block, { kind: Kind }> => block.kind === kind);

describe("a page", () => {
  const article = read(PAGE, "page", "https://example.com/science/bridge");

  test("gives its article, without what stands around it", () => {
    for (const around of [
      "privacy",
      "Sport",
      "mattress",
      "Subscribe",
      "Most read",
      "Gulls",
      "Share",
      "All rights",
      "Ten towers",
    ]) {
      expect(article.text).not.toContain(around);
    }
    for (const said of ["plays a note", "412 vertical bars", "A gale is quieter", "with a saw", "knows the note"]) {
      expect(article.text).toContain(said);
    }
  });

  test("says what it is called, who wrote it, where and in which language", () => {
    expect(article).toMatchObject({
      title: "The bridge that sings in the wind",
      author: "Ines Tavares",
      siteName: "Harbour Weekly",
      language: "en-GB",
      description: "Why a footbridge hums at night, and what its builders did about it.",
    });
  });

  test("keeps lists, tables and pictures, and no marks of footnotes or headings", () => {
    expect(ofKind(article, "heading").map(({ text }) => text)).toContain("Where the note comes from");
    expect(article.text).toContain("then on the other. If the whirls");
    expect(ofKind(article, "table")).toMatchObject([
      { caption: "Loudness under the deck", columns: ["Wind", "Loudness (dB)"], rows: { length: 4 } },
    ]);
    expect(ofKind(article, "list")[0]?.items.map(({ text }) => text)).toContain(
      "Bars of different lengths, so that no two ring together",
    );
    expect(ofKind(article, "image")).toEqual([
      {
        kind: "image",
        source: "https://example.com/photos/bridge-night.jpg",
        alt: "The footbridge at night, lit from below",
        caption: "The footbridge over the Leixa in October. Photo: Rui Vale",
      },
    ]);
  });

  test("without any article is read where its text is", () => {
    const short = read("<html><body><nav><a href=/>Home</a></nav><div><p>Only this.</p>And that.</div></body></html>");
    expect(short.text).toBe("Only this.\n\nAnd that.");
  });

  test("leaves out who wrote it, when and how long it takes, wherever that stands", () => {
    const text =
      "Wild yeast works at its own pace, and twelve starters were measured for a month to see at which. ".repeat(3);
    const bio = "<div class='author-bio'><p>Hanna Lind is a baker. Follow her on Mastodon.</p></div>";
    const byline = "<div class='byline'>By <a rel='author'>Hanna Lind</a> · March 2, 2026 · 8 min read</div>";
    const html = `<html><head><meta name="author" content="Hanna Lind"></head><body><article><h1>Bread</h1>${byline}<p>${text}</p>${bio}</article></body></html>`;
    const { author, blocks } = read(html);
    expect(author).toBe("Hanna Lind");
    expect(blocks.map((block) => ("text" in block ? block.text : block.kind))).toEqual(["Bread", text.trim()]);
  });

  test("gives the readings that stand beside its words", () => {
    const ruby = read("<html><body><p>これは<ruby>麹菌<rt>こうじきん</rt></ruby>の話です。</p></body></html>");
    expect(ruby.text).toBe("これは麹菌の話です。");
    expect(ruby.readings).toEqual([{ word: "麹菌", reading: "こうじきん" }]);
  });

  test("parts no Japanese where its lines end", () => {
    expect(read("<html><body><p>今日は\n  とても\n  good day です。</p></body></html>").text).toBe(
      "今日はとても good day です。",
    );
  });
});

describe("Markdown", () => {
  const markdown = `---
title: Tides
author: Mio
lang: en
---

# Why the tide turns

The sea **rises** [twice](https://example.com) a day.

- the moon
- the sun

| Place | Range |
| --- | --- |
| Fundy | 16 |

\`\`\`ts
const a = 1;
\`\`\`

> Time and tide wait for no man. — Geoffrey Chaucer

![A harbour](harbour.jpg)
`;
  const article = read(markdown, "tides.md");

  test("becomes blocks, with what stands before it", () => {
    expect(article).toMatchObject({ title: "Tides", author: "Mio", language: "en" });
    expect(kinds(article)).toEqual(["heading", "paragraph", "list", "table", "code", "quote", "image"]);
    expect(ofKind(article, "code")).toEqual([{ kind: "code", code: "const a = 1;", language: "ts" }]);
    expect(ofKind(article, "quote")[0]).toMatchObject({
      text: "Time and tide wait for no man.",
      name: "Geoffrey Chaucer",
    });
  });

  test("says of each passage where in the text it stands", () => {
    for (const block of article.blocks) {
      if ("text" in block) expect(article.text.slice(block.start, block.end)).toBe(block.text);
      if (block.kind !== "list") continue;
      for (const item of block.items) expect(article.text.slice(item.start, item.end)).toBe(item.text);
    }
  });

  test("that begins with a line of dashes is still read", () => {
    expect(read("---\n: : [\n---\nText", "a.md").text).toContain("Text");
  });
});

test("a plain text has headings and lists where lines look like them", () => {
  const text = "The tide\n========\n\nIt rises.\nIt falls.\n\nWho pulls\n\n- the moon\n- the sun\n\nThat is all.";
  const { article } = readText(text, { name: "tide.txt", path: "tide.txt" });
  expect(kinds(article)).toEqual(["heading", "paragraph", "heading", "list", "paragraph"]);
  expect(article.title).toBe("The tide");
});

test("says so where it puts right what was decoded wrongly", () => {
  const { article, degradations } = readText("Itâ€™s the cafÃ© on the quay, nâ€™est-ce pas? ‚Äì ", { name: "a" });
  expect(article.text).toContain("It’s the café on the quay, n’est-ce pas?");
  expect(degradations).toMatchObject([
    { code: "text_repaired", message: expect.stringContaining("3 places") as string },
  ]);
});
