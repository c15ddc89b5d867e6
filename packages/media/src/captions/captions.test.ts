import { createRandom } from "@proxx/testing";
import { ProxxError } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { tidyCueText, type CaptionCue } from "./caption-cue.ts";
import { readCaptionFile } from "./read-caption-file.ts";
import { readSubRip } from "./read-sub-rip.ts";
import { readWebVtt } from "./read-web-vtt.ts";
import { writeSubRip, writeWebVtt } from "./write-captions.ts";

const FORMATS = [
  { name: "SubRip", write: writeSubRip, read: readSubRip },
  { name: "WebVTT", write: writeWebVtt, read: readWebVtt },
];

describe("writing", () => {
  test("numbers the cues of SubRip and parts them by a blank line", () => {
    expect(
      writeSubRip([
        { start: 0, end: 1.5, text: "One\ntwo" },
        { start: 3661.25, end: 3662, text: "Three" },
      ]),
    ).toBe("1\n00:00:00,000 --> 00:00:01,500\nOne\ntwo\n\n2\n01:01:01,250 --> 01:01:02,000\nThree\n\n");
  });

  test("begins WebVTT with its name", () => {
    expect(writeWebVtt([])).toBe("WEBVTT\n");
    expect(writeWebVtt([{ start: 0.0004, end: 1, text: "One" }])).toBe(
      "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nOne\n",
    );
  });

  test("carries milliseconds into seconds, minutes and hours", () => {
    const written = writeSubRip([
      { start: 59.9996, end: 3599.9999, text: "a" },
      { start: 360_000, end: 360_001, text: "b" },
    ]);
    expect(written).toContain("00:01:00,000 --> 01:00:00,000\n");
    expect(written).toContain("100:00:00,000 --> 100:00:01,000\n");
  });

  test("orders cues, cuts those that overlap, and gives each a length", () => {
    const cues = [
      { start: 2, end: 2, text: "third" },
      { start: 1, end: 5, text: "first" },
      { start: 1, end: 3, text: "second" },
      { start: 4, end: 4.0002, text: "fourth" },
      { start: 5, end: 6, text: " \n\t" },
    ];
    expect(readSubRip(writeSubRip(cues))).toEqual([
      { start: 1, end: 1.001, text: "first" },
      { start: 1.001, end: 2, text: "second" },
      { start: 2, end: 2.001, text: "third" },
      { start: 4, end: 4.001, text: "fourth" },
    ]);
  });

  test("lets nothing in a text be markup", () => {
    const text = String.raw`<b>x</b> {\an8}top a --> b &amp; C:\New` + "\n\n1 < 2 & 3";
    const cues = [{ start: 0, end: 1, text }];
    for (const forbidden of ["<b>", "</b>", "{\\", "a -->", "&amp;", "\\N", "\n\n1 <"]) {
      expect(writeSubRip(cues)).not.toContain(forbidden);
    }
    for (const { write, read } of FORMATS) expect(read(write(cues))).toEqual(cues);
    expect(writeWebVtt(cues)).toContain("&lt;b&gt;x&lt;/b&gt;");
  });

  test("leaves alone what could not be markup", () => {
    expect(writeSubRip([{ start: 0, end: 1, text: "1 < 2 & AT&T -> {" }])).toContain("\n1 < 2 & AT&T -> {\n");
  });
});

const PIECES = [
  ...Array.from("<>{}&;#\\/-:,.0123456789 \n\r\tabNih\u00A0\u2060\u200B\u2028\uFEFF\u0000\u007F\uD800éЖ漢語가🎉👩‍👩‍👧"),
  ..."--> |-->|&lt;|&#60;|<b>|</b>|<c.x>|{\\an8}|\\N|\n\n|\n1\n|WEBVTT|NOTE x|00:00:01,000 --> 00:00:02,000".split("|"),
];

describe.each(FORMATS)("$name that was written", ({ write, read }) => {
  test("reads as the same cues, whatever their text", () => {
    const random = createRandom(4);
    const pick = () =>
      random() < 0.1
        ? String.fromCodePoint(Math.floor(random() * 0x10ffff))
        : (PIECES[Math.floor(random() * PIECES.length)] ?? "");
    for (let round = 0; round < 3000; round++) {
      const cues: CaptionCue[] = [];
      for (let index = 0; index < 4; index++) {
        const text = tidyCueText(Array.from({ length: Math.floor(random() * 12) }, pick).join(""));
        const start = index * 5000 + Math.floor(random() * 2000);
        const end = start + 1000 + Math.floor(random() * 2000);
        if (text !== "") cues.push({ text, start: start / 1000, end: end / 1000 });
      }
      expect(read(write(cues))).toEqual(cues);
      expect(readCaptionFile(Buffer.from(write(cues)))).toEqual(cues);
    }
  });
});

describe("reading SubRip", () => {
  const HELLO = [
    { start: 1, end: 2, text: "Hello" },
    { start: 3, end: 4.5, text: "you\nthere" },
  ];

  test.each([
    [
      "with Windows line ends",
      "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n\r\n2\r\n0:0:3,0 --> 0:0:4,5\r\nyou\r\nthere\r\n",
    ],
    ["with the line ends of old Macs", "1\r00:00:01,000 --> 00:00:02,000\rHello\r\r2\r0:0:3,0 --> 0:0:4,5\ryou\rthere"],
    ["without numbers", "00:00:01.000 --> 00:00:02.000\nHello\n\n00:00:03.000 --> 00:00:04.500\nyou\nthere"],
    ["without blank lines", "1\n00:00:01,000 --> 00:00:02,000\nHello\n2\n00:00:03,000 --> 00:00:04,500\nyou\nthere"],
    ["with too many blank lines", "\n\n7\n\n0:01 --> 0:02\n\nHello\n\n\n\n9\n0:03 --> 0:04.5\nyou\nthere\n\n\n"],
    [
      "with tags",
      '1\n0:01 --> 0:02\n{\\an8}<font color="red"><i>Hello</i></font>\n\n2\n0:03 --> 0:04.5 X1:0 Y1:0\n<b>you\nthere</B>',
    ],
  ])("bears a file %s", (_, text) => {
    expect(readSubRip(text)).toEqual(HELLO);
  });

  test("keeps what is behind a blank line, numbers that are text, and signs that are no tags", () => {
    expect(
      readSubRip("1\n0:01 --> 0:02\n<3 a<b {x}\n\nmore\n42\n\n2\n0:02 --> 0:03\n42\n\n3\n0:04 --> 0:05\n \n\n"),
    ).toEqual([
      { start: 1, end: 2, text: "<3 a<b {x}\n\nmore\n42" },
      { start: 2, end: 3, text: "42" },
    ]);
  });

  test.each([
    ["[Script Info]\nTitle: x", "Line 1 of the subtitles is `[Script Info]`, where the number or the times of a cue"],
    ["1\n00:00:01,000 --> soon\nHello", "Line 2 of the subtitles is `00:00:01,000 --> soon`"],
    ["1\n0:01 --> 0:02\nHello\n\n2\n0:0x --> 0:04\n", "Line 6 "],
    ["1\n0:02 --> 0:01\nHello", "where an end that is not before its beginning had to stand"],
  ])("refuses %j, naming the line", (text, message) => {
    expect(() => readSubRip(text)).toThrow(expect.objectContaining({ code: "input_unusable" }));
    expect(() => readSubRip(text)).toThrow(message);
  });
});

describe("reading WebVTT", () => {
  test("leaves out headers, notes, style sheets, identifiers, settings and tags", () => {
    const text = `\uFEFFWEBVTT - a title
X-TIMESTAMP-MAP=LOCAL:00:00:00.000

STYLE
::cue { color: red }

NOTE 00:01.000 --> 00:02.000
not this

intro
00:01.000 --> 00:02.000 align:start position:10%
<v Roger Bingham>We are in <c.loud>New</c> <00:01.500>York &amp; so&nbsp;on

00:00:03.000 --> 00:00:04.000
- Second
- line &lt;b&gt;`;
    expect(readCaptionFile(Buffer.from(text))).toEqual([
      { start: 1, end: 2, text: "We are in New York & so\u00A0on" },
      { start: 3, end: 4, text: "- Second\n- line <b>" },
    ]);
  });

  test("refuses times that are none, naming the line", () => {
    expect(() => readWebVtt("WEBVTT\n\nid\nnow --> later\nHello")).toThrow(
      "Line 4 of the subtitles is `now --> later`",
    );
  });
});

describe("a caption file", () => {
  const text = "1\n00:00:01,000 --> 00:00:02,000\nCafé “ça”\n\n";
  const cues = [{ start: 1, end: 2, text: "Café “ça”" }];
  const utf16 = Buffer.from(text, "utf16le");

  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["big-endian UTF-16 with a mark", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["UTF-16", utf16],
    ["big-endian UTF-16", Buffer.from(utf16).swap16()],
    ["Windows-1252", Buffer.from(text.replaceAll("“", "\u0093").replaceAll("”", "\u0094"), "latin1")],
  ])("is read in %s", (_, bytes) => {
    expect(readCaptionFile(bytes)).toEqual(cues);
  });

  test.each(["utf16le", "utf16be"])("in %s is known by its mark where zeros do not tell", (encoding) => {
    // The ideographic space has its zero in the byte where Latin letters have none.
    const japanese = `\uFEFF1\n00:00:01,000 --> 00:00:02,000\n春　夏　秋　冬\n`;
    const bytes = Buffer.from(japanese, "utf16le");
    expect(readCaptionFile(encoding === "utf16le" ? bytes : bytes.swap16())).toEqual([
      { start: 1, end: 2, text: "春　夏　秋　冬" },
    ]);
  });

  test("of no bytes has no cues", () => {
    expect(readCaptionFile(Buffer.alloc(0))).toEqual([]);
  });

  test("that is too large is not read", () => {
    expect(() => readCaptionFile(Buffer.alloc(16 * 1024 * 1024 + 1))).toThrow("16 MiB");
  });

  test("of any bytes is read or refused, and nothing else", () => {
    const random = createRandom(7);
    for (let round = 0; round < 4000; round++) {
      const pieces = Array.from(
        { length: Math.floor(random() * 30) },
        () => PIECES[Math.floor(random() * PIECES.length)],
      );
      const bytes =
        round % 4 === 0
          ? Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)))
          : Buffer.from(`${round % 2 === 0 ? "WEBVTT\n\n" : ""}${pieces.join(round % 3 === 0 ? "\n" : "")}`);
      try {
        const cues = readCaptionFile(bytes);
        expect(cues.every(({ start, end, text: shown }) => end > start && shown !== "")).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ProxxError);
      }
    }
  });

  test.each([
    "<",
    "{\\",
    "&",
    "-->",
    "\u2060",
    "\n",
    "\r\n\r\n",
    " ",
    "1\n",
    "<b ",
    "0",
    "00:",
    "0:01 --> 0:02\n",
    "--",
    "\u2060\n",
  ])("of a million times %j is read or refused", (piece) => {
    // What goes through all of it for each piece comes to no end while a test lasts.
    const body = piece.repeat(Math.ceil(1_000_000 / piece.length));
    for (const head of ["1\n0:01 --> 0:02\n", "WEBVTT\n\n0:01 --> 0:02\n"]) {
      try {
        readCaptionFile(Buffer.from(head + body));
      } catch (error) {
        expect(error).toBeInstanceOf(ProxxError);
      }
    }
  });
});
