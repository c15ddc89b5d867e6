import type { Narration, Script, VerificationRow } from "@proxx/contract";
import { DEFAULT_FINISH } from "../audio/speech/finish-speech.ts";
import { speedOf } from "../audio/speed-of.ts";
import type { SpokenTiming } from "../timeline/place-lines.ts";

/** Signs in a second of speech, between which every voice is that says all of a line. */
interface Band {
  least: number;
  most: number;
  unit: string;
  count: (text: string) => number;
}

/** Of Latin letters espeak-ng says 10 to 17 in a second, and of Japanese morae VOICEVOX 6 to 9. */
const LATIN: Band = {
  least: 5,
  most: 23,
  unit: "letters",
  count: (text) => countOf(text, /\p{L}/gu) + 2.5 * countOf(text, /\p{N}/gu),
};
const JAPANESE: Band = {
  least: 3,
  most: 13,
  unit: "morae",
  count: (text) =>
    countOf(text, /[\p{Script=Hiragana}\p{Script=Katakana}ー]/gu) +
    1.8 * countOf(text, /\p{Script=Han}/gu) +
    2 * countOf(text, /\p{N}/gu) +
    0.6 * countOf(text, /\p{Script=Latin}/gu),
};

/** A shorter line is said in more or less time than its signs tell. */
const FEWEST = 25;

/**
 * Whether what is heard of each line can be all of it: one that is said twice as fast as anybody speaks was cut off. Null
 * where no line can be judged: recordings are as they are, and of other scripts nothing is known.
 */
export function checkSpeechPace(script: Script, spoken: readonly SpokenTiming[]): VerificationRow | null {
  const band = /^ja\b/i.test(script.language) ? JAPANESE : LATIN;
  const seconds = new Map(spoken.map((timing) => [timing.id, timing.seconds]));
  const paces = script.sections.flatMap(({ narrations }) =>
    narrations.flatMap((line) => {
      const pace = paceOf(line, script, { seconds: seconds.get(line.id), band });
      return pace === null ? [] : [{ id: line.id, pace }];
    }),
  );
  const [slowest] = paces.toSorted((one, other) => one.pace - other.pace);
  const fastest = paces.reduce((best, one) => (one.pace > best.pace ? one : best), slowest ?? { id: "", pace: 0 });
  if (slowest === undefined) return null;
  const { least, most, unit } = band;
  const wrong = fastest.pace > most ? fastest : slowest.pace < least ? slowest : null;
  const range = `${slowest.pace.toFixed(1)} to ${fastest.pace.toFixed(1)}`;
  return {
    check: "speech_pace",
    expected: `every line said with ${least} to ${most} ${unit} a second`,
    found: wrong === null ? range : `line \`${wrong.id}\` with ${wrong.pace.toFixed(1)}: a part of it may be missing`,
    pass: wrong === null,
  };
}

function paceOf(
  line: Narration,
  script: Script,
  { seconds, band }: { seconds: number | undefined; band: Band },
): number | null {
  const text = line.reading ?? line.text;
  const signs = band.count(text);
  const isKnown = band === JAPANESE || countOf(text, /\p{Script=Latin}|\p{N}/gu) * 2 > countOf(text, /[\p{L}\p{N}]/gu);
  if (seconds === undefined || line.audio !== undefined || signs < FEWEST || !isKnown) return null;
  const { leadSeconds, tailSeconds } = DEFAULT_FINISH;
  return signs / Math.max(0.01, seconds - leadSeconds - tailSeconds) / speedOf(line, script);
}

function countOf(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}
