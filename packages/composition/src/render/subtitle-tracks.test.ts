import { expect, test } from "vitest";
import { subtitleArguments } from "./subtitle-tracks.ts";

/** What a track of this language is named in the film. */
function nameOf(language: string): string | undefined {
  return subtitleArguments([{ language, text: "" }], 1)
    .at(-1)
    ?.replace("language=", "");
}

test("tracks come from the inputs behind the film's own, each with its language", () => {
  const tracks = ["en", null, "pt-BR"].map((language) => ({ language, text: "" }));
  expect(subtitleArguments(tracks, 2)).toEqual([
    ...["-map", "2:0", "-map", "3:0", "-map", "4:0", "-c:s", "mov_text"],
    ...["-metadata:s:s:0", "language=eng", "-metadata:s:s:2", "language=por"],
  ]);
  expect(subtitleArguments([], 2)).toEqual([]);
});

test("a language is named by three letters that mean that language and no other", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz".split("");
  const named = letters.flatMap((first) =>
    letters.map((second) => ({ two: first + second, three: nameOf(first + second) })),
  );
  const known = named.filter(({ three }) => three !== "und");
  expect(known.filter(({ two, three = "" }) => Intl.getCanonicalLocales(three)[0] !== two)).toEqual([]);
  for (const two of ["ar", "de", "en", "es", "fi", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "zh"]) {
    expect(known.map((each) => each.two)).toContain(two);
  }
});

test("a language that has its three letters keeps them, and one that nobody knows is unknown", () => {
  expect(nameOf("FIL")).toBe("fil");
  expect(nameOf("xx")).toBe("und");
});
