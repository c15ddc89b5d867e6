import { isUnspaced, textWidth } from "@proxx/media";
import type { SeenCaption } from "../look/seen-movie.ts";
import type { Rule } from "./rule.ts";

/** Whether subtitles can be read while they stand there. */
export const CAPTION_RULES: readonly Rule[] = [
  {
    code: "fast_caption",
    severity: "warning",
    hint: "Speak more slowly (`speed`), say it in fewer words, or pause after it (`pause_after_seconds`).",
    *find({ captions, script: { language } }) {
      for (const caption of captions) {
        const speed = lettersOf(caption.text) / caption.seconds;
        const most = mostSpeed(caption.text, language);
        if (speed <= most) continue;
        yield {
          at: caption.at,
          message: `“${shown(caption)}” is read at ${speed.toFixed(0)} characters a second; ${most} can be.`,
        };
      }
    },
  },
  {
    code: "brief_caption",
    severity: "warning",
    hint: "Put the line together with its neighbour, or pause after it.",
    *find({ captions }) {
      for (const caption of captions) {
        if (caption.seconds >= LEAST_SECONDS) continue;
        yield { at: caption.at, message: `“${shown(caption)}” stands there for ${caption.seconds.toFixed(2)} s.` };
      }
    },
  },
  {
    code: "wide_word",
    severity: "warning",
    hint: "It is broken within: write it with spaces, or hyphens.",
    *find({ captions }) {
      for (const caption of captions) {
        const wide = wideWordOf(caption);
        if (wide !== undefined)
          yield { at: caption.at, message: `“${wide.slice(0, 60)}” is wider than a line of subtitles.` };
      }
    },
  },
  {
    code: "wide_caption",
    severity: "warning",
    hint: "Say it in two sentences, or in smaller words.",
    *find({ captions }) {
      for (const caption of captions) {
        const { drawn } = caption;
        if (wideWordOf(caption) !== undefined || drawn === null || (drawn.lines <= MOST_LINES && drawn.shrunkTo > 0.9))
          continue;
        yield {
          at: caption.at,
          message: `“${shown(caption)}” takes ${drawn.lines} lines at ${Math.round(drawn.shrunkTo * 100)} % of their size.`,
        };
      }
    },
  },
];

const LEAST_SECONDS = 0.5;
const MOST_LINES = 2;

/** Of Chinese or Japanese, a line ends within what is spoken as one word, and it is read as well. */
function wideWordOf({ words, lineWidth }: SeenCaption): string | undefined {
  return words.find((word) => textWidth(word) > lineWidth && !isUnspaced(word));
}

/** Characters a second, as those have measured who write subtitles: see `docs/movies.md`. */
function mostSpeed(text: string, language: string): number {
  if (/^ko\b/iu.test(language)) return 12;
  if (/^zh\b/iu.test(language)) return 9;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 7;
  return 20;
}

function lettersOf(text: string): number {
  return Array.from(isUnspaced(text) ? text.replaceAll(/[\s\p{P}]/gu, "") : text).length;
}

function shown({ text }: SeenCaption): string {
  return text.length <= 60 ? text : `${text.slice(0, 60).toWellFormed()}…`;
}
