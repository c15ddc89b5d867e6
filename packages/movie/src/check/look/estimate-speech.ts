import type { Narration, Script } from "@proxx/contract";
import { splitWords, textWidth } from "@proxx/media";
import { speedOf } from "../../audio/speed-of.ts";
import type { SpokenTiming } from "../../timeline/place-lines.ts";
import { tongueOf } from "../../writing/language/tongue-of.ts";
import { wordsIn } from "../../writing/sentences/words-in.ts";

/** A line as it would be spoken by somebody who speaks neither fast nor slowly, unless the script says how fast or it was recorded. */
export function estimateSpeech(
  line: Narration,
  script: Script,
  /** `pace` is how long a voice takes in place of the usual. */
  { recordedSeconds, pace = 1 }: { recordedSeconds?: number | undefined; pace?: number } = {},
): SpokenTiming {
  const { text } = line;
  const { countsWords, perSecond } = tongueOf(script.language);
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const amount = countsWords ? Math.max(wordsIn(text, script.language).length, letters / LONG_WORD) : letters;
  const seconds = recordedSeconds ?? Math.max(LEAST_SECONDS, (amount / perSecond / speedOf(line, script)) * pace);
  const places = splitWords(text, script.language);
  const widths = places.map(({ from, to }) => textWidth(text.slice(from, to)) + 1);
  const total = widths.reduce((sum, width) => sum + width, 0);
  let before = 0;
  const words = places.map(({ from, to }, index) => {
    const start = (seconds * before) / total;
    before += widths[index] ?? 0;
    return { from, to, start, end: (seconds * before) / total };
  });
  return { id: line.id, seconds, words };
}

const LEAST_SECONDS = 0.5;
/** Words of more letters than this take longer to say than a word does. */
const LONG_WORD = 6;
