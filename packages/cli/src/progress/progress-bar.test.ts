import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { JobProgress } from "@proxx/contract";
import { expect, it } from "vitest";
import { createProgressBar } from "./progress-bar.ts";

const clip = { clip: 0, totalClips: 2, sourcePath: "/media/a.mov" };
const figures = { fraction: 0.5, frame: 50, totalFrames: 100, fps: 25, speed: 2, etaSeconds: 65 };
const halfway: JobProgress = { type: "clip-progress", ...clip, ...figures };
const BAR = `1/2 a.mov ${"█".repeat(15)}${"░".repeat(15)}  50 %  frame 50/100  2.0x  1:05 left`;

/** What a terminal of 80 columns shows of what is written to it. */
function screen() {
  const terminal = Object.assign(new PassThrough({ encoding: "utf8" }), { columns: 80 });
  let written = "";
  terminal.on("data", (text: string) => (written += text));
  return { terminal, lines: () => written.split("\n").map(shownOf) };
}

/** `\r` goes back to the line's start, and CSI K deletes the rest of the line from where the cursor is. */
function shownOf(line: string): string {
  let shown = "";
  for (const part of line.split("\r")) {
    const pieces = part.split("\u001b[K").map(stripVTControlCharacters);
    let column = 0;
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) shown = shown.slice(0, column);
      shown = shown.slice(0, column) + piece + shown.slice(column + piece.length);
      column += piece.length;
    }
  }
  return shown;
}

it("draws the clip, a bar, the frame, the speed and what is left, and takes it away", () => {
  const { terminal, lines } = screen();
  const bar = createProgressBar(terminal);
  bar.show(halfway);
  expect(lines()).toEqual([BAR]);
  bar.show({ type: "clip-verifying", ...clip });
  expect(lines()).toEqual(["1/2 a.mov verifying…"]);
  bar.clear();
  expect(lines()).toEqual([""]);
});

it("lets log lines scroll above it: each stays, whole, and the bar goes on below", () => {
  const { terminal, lines } = screen();
  const bar = createProgressBar(terminal);
  bar.writeAbove("before\n");
  bar.show(halfway);
  bar.writeAbove("first line\n");
  bar.writeAbove("second line\n");
  bar.show(halfway);
  expect(lines()).toEqual(["before", "first line", "second line", BAR]);
});

it("is taken away when a clip begins, and says nothing of what it does not know", () => {
  const { terminal, lines } = screen();
  const bar = createProgressBar(terminal);
  bar.show({ ...halfway, fraction: null, totalFrames: null, speed: null, etaSeconds: null });
  expect(lines()).toEqual(["1/2 a.mov  frame 50"]);
  bar.show({ type: "clip-started", ...clip, outputPath: "/proxies/a.mov" });
  expect(lines()).toEqual([""]);
});
