import { placeWords } from "@proxx/providers";
import { alignKana, plainKana } from "../timing/align-kana.ts";
import type { JapaneseAnalyser } from "./japanese-analyser.ts";
import type { SpokenText } from "./spoken-text.ts";

/** A text that is said as its author wrote down. Which word of it is which part of the reading is found by its sound. */
export function takeReading(
  text: string,
  reading: string,
  { language, analyse }: { language: string; analyse: JapaneseAnalyser | null },
): SpokenText {
  const words =
    analyse?.(text) ?? placeWords(text, language, [], 1).map(({ from, to }) => ({ from, to, pronunciation: null }));
  const sounds = kanaPlaces(reading);
  const starts =
    sounds.length > 0
      ? alignKana(
          words.map(({ from, to, pronunciation }) => ({ written: text.slice(from, to), kana: pronunciation })),
          sounds.map(({ kana }) => kana),
        ).map((index) => sounds[index]?.at ?? reading.length)
      : words.map(({ from }) => Math.round((from / text.length) * reading.length));
  const edges = [
    ...words.map((word, index) => ({ from: index === 0 ? 0 : word.from, at: index === 0 ? 0 : (starts[index] ?? 0) })),
    { from: text.length, at: reading.length },
  ];
  const parts = edges.slice(0, -1).map(({ from, at }, index) => {
    const next = edges[index + 1] ?? { from, at };
    return { from, to: next.from, spokenFrom: at, spokenTo: next.at };
  });
  return { text: reading, parts, unsaid: [] };
}

/** Each mora of a reading as it sounds, and where it stands. */
function kanaPlaces(reading: string): { kana: string; at: number }[] {
  const places = [...reading.matchAll(/[ぁ-ゖァ-ヴ][ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ]?|ー/gu)].map(
    ({ index }) => index,
  );
  return plainKana(reading).map((kana, index) => ({ kana, at: places[index] ?? reading.length }));
}
