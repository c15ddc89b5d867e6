import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { filter, filterMany, filterTo, freshCopy, inputStream, writeFilterGraph, type Stream } from "./filter-graph.ts";

const first = { prepare: () => ["-i", "file:/first.mov"] };
const second = { prepare: () => ["-i", "file:/second.mov"] };

describe("the text of a graph", () => {
  test("names inputs in the order in which they are first taken, and each stream by its index or its type", () => {
    const picture = filter(inputStream(second, "video", 2), "hflip");
    const graph = writeFilterGraph([filter([picture, inputStream(first, "video")], "overlay", { x: 3, y: 4.5 })]);
    expect(graph).toEqual({
      text: "[0:2]hflip[s0];\n[s0][1:v:0]overlay=x=3:y=4.5[s1]",
      inputs: [second, first],
      labels: ["[s1]"],
    });
  });

  test("gives options in their order, true as 1, and leaves out what is undefined", () => {
    const options = { expr: "PTS-STARTPTS", flag: true, off: false, none: undefined, share: 1 / 3, less: -0.5 };
    const { text } = writeFilterGraph([filter(inputStream(first, "audio"), "made-up", options)]);
    expect(text).toBe("[0:a:0]made-up=expr=PTS-STARTPTS:flag=1:off=0:share=0.333333333:less=-0.5[s0]");
  });

  test("splits what is taken twice, of a filter, of an input, and by an output", () => {
    const sound = inputStream(first, "audio");
    const flipped = filter(inputStream(first, "video"), "hflip");
    const graph = writeFilterGraph([
      filter([flipped, flipped], "hstack"),
      flipped,
      filter([sound, sound], "amerge"),
      sound,
    ]);
    expect(graph).toEqual({
      text: [
        "[0:v:0]hflip[s0]",
        "[s0]split=3[s1][s2][s3]",
        "[s1][s2]hstack[s4]",
        "[0:a:0]asplit=3[s5][s6][s7]",
        "[s5][s6]amerge[s8]",
        "[s7]anull[s9]",
      ].join(";\n"),
      inputs: [first],
      labels: ["[s4]", "[s3]", "[s8]", "[s9]"],
    });
  });

  test("takes the pads of a filter apart, and lets those end that nobody takes", () => {
    const source = inputStream(first, "video");
    const [, loud, extra] = filterMany([source], ["video", "audio", "audio"], "made-up");
    if (loud === undefined || extra === undefined) throw new Error("Expected three streams");
    expect(writeFilterGraph([filter(extra, "areverse"), loud])).toEqual({
      text: "[0:v:0]made-up[s0][s1][s2];\n[s0]nullsink;\n[s2]areverse[s3]",
      inputs: [first],
      labels: ["[s3]", "[s1]"],
    });
  });

  test("has filters that take nothing, and streams that go straight through", () => {
    const plain = filterTo([], "video", "color", { c: "0x00ff00ff" });
    expect(writeFilterGraph([plain, inputStream(first, "video", 0)])).toEqual({
      text: "color=c=0x00ff00ff[s0];\n[0:0]null[s1]",
      inputs: [first],
      labels: ["[s0]", "[s1]"],
    });
  });

  test("is written of a chain of 5,000 filters, and of a stream taken by 500", () => {
    let chain = inputStream(first, "video");
    for (let count = 0; count < 5000; count++) chain = filter(chain, "hflip");
    const lines = writeFilterGraph([chain]).text.split(";\n");
    expect(lines.length).toBe(5000);
    expect(lines.at(-1)).toBe("[s4998]hflip[s4999]");
    const shared = filter(inputStream(first, "video"), "hflip");
    const takers = Array.from({ length: 500 }, () => filter(shared, "vflip"));
    const [, split, ...rest] = writeFilterGraph([filter(takers, "concat", { n: 500 })]).text.split(";\n");
    expect(split).toMatch(/^\[s0\]split=500(\[s\d+\]){500}$/);
    expect(new Set(rest.map((line) => /^\[s\d+\]/.exec(line)?.[0])).size).toBe(501);
  });

  test("of a fresh copy is the same, of inputs of its own", () => {
    const picture = filter(inputStream(first, "video"), "hflip");
    const sound = filter(inputStream(first, "audio"), "areverse");
    const film = [filter([picture, picture], "hstack"), sound];
    const copy = freshCopy(film);
    const once = writeFilterGraph(film);
    expect(writeFilterGraph(copy).text).toBe(once.text);
    const twice = writeFilterGraph([...film, ...copy]);
    expect(twice.text.match(/split=/g)).toHaveLength(2);
    expect(twice.text).toContain("[1:a:0]areverse");
    expect(twice.inputs.map((input) => input.prepare("/", new AbortController().signal))).toEqual([
      ["-i", "file:/first.mov"],
      ["-i", "file:/first.mov"],
    ]);
  });

  test("refuses numbers that are none, and a NUL", () => {
    const source = inputStream(first, "video");
    expect(() => writeFilterGraph([filter(source, "crop", { w: Number.NaN })])).toThrow(TypeError);
    expect(() => writeFilterGraph([filter(source, "crop", { w: "a\0b" })])).toThrow(TypeError);
    expect(() => filter([], "concat")).toThrow(TypeError);
  });
});

const HOSTILE = [
  "'",
  '"',
  ",",
  "[",
  "]",
  ";",
  ":",
  "=",
  "\\",
  "%",
  "{",
  "}",
  "\n",
  "\r",
  "\t",
  " ",
  "$",
  "@",
  "#",
  "|",
];

// `metadata` writes a value down beside a frame and says it again, whatever it is.
describe("a text in a filter", () => {
  test("is data, whatever it holds", () => {
    const random = createRandom(20_260);
    const texts = [
      ...HOSTILE,
      ...HOSTILE.map((mark) => `a${mark}b`),
      ...HOSTILE.map((mark) => `${mark}${mark}a${mark}`),
      " both ends \n",
      "',[];:\\%{}\n",
      "x[out];movie=/etc/passwd[s0]",
      "%{eif:1:d} ${HOME} \\n \\\\",
      "日本語 « é » 🎬\u00A0",
      ...Array.from({ length: 200 }, () =>
        Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
          random() < 0.7 ? HOSTILE[Math.floor(random() * HOSTILE.length)] : "xyz"[Math.floor(random() * 3)],
        ).join(""),
      ),
    ];
    let stream: Stream = filterTo([], "video", "color", { s: "16x16" });
    for (const [index, value] of texts.entries()) {
      stream = filter(stream, "metadata", { mode: "add", key: `key${index}`, value });
    }
    stream = filter(stream, "metadata", { mode: "print", file: "pipe:1" });
    expect(said(stream)).toBe(texts.map((text, index) => `key${index}=${text}\n`).join(""));
  });
});

function said(stream: Stream): string {
  const { text, labels } = writeFilterGraph([stream]);
  const graphFile = join(temporaryFolder(), "graph.txt");
  writeFileSync(graphFile, text);
  const args = ["-v", "error", "-filter_complex_script", graphFile, "-map", labels[0] ?? "", "-frames:v", "1"];
  const run = spawnSync("ffmpeg", [...args, "-f", "null", "-"], { encoding: "utf8" });
  expect(run.stderr).toBe("");
  return run.stdout.replace(/^frame:.*\n/, "");
}
