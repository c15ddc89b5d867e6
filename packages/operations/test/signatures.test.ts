import { SIGNATURES } from "@proxx/operations/signatures";
import { expect, test } from "vitest";

/** What edits films in place takes films, whoever made them, and files of which nobody knows more than that they are media. */
const EDITS_FILMS = ["transcode", "reframe", "speed", "addSubtitles", "overlayAudio", "merge", "captions"];

test("whatever an operation takes, some other one makes, or anybody has as a file", () => {
  const made = new Set<string>(["media", ...SIGNATURES.map(({ yields }) => yields)]);
  for (const { type, inputs } of SIGNATURES) {
    for (const { param, accepts } of inputs) {
      expect(accepts.length, `${type}.${param}`).toBeGreaterThan(0);
      for (const kind of accepts) expect(made, `${type}.${param}`).toContain(kind);
    }
  }
});

test("what edits films takes films and files", () => {
  const editing = SIGNATURES.filter(({ type }) => EDITS_FILMS.includes(type));
  expect(editing).toHaveLength(EDITS_FILMS.length);
  for (const { type, inputs } of editing)
    expect(inputs.map(({ accepts }) => accepts.join(" ")).join(" "), `of ${type}`).toMatch(/video.*media|media.*video/);
});
