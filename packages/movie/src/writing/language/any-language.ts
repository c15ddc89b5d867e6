import type { Tongue } from "./tongue.ts";

const WITHOUT_SPACES = new Set(["zh", "th", "lo", "km", "my"]);
const NEVER = /(?!)/;

const ABBREVIATIONS = new Set(
  "z.b d.h u.a bzw usw ca nr dr prof st mr mrs ms vgl bd sr sra srta etc ej p.ej pág núm av m mme mlle cf env p ex vol art".split(
    " ",
  ),
);

/** What holds in any language that can be split into sentences and words. */
export function anyLanguage(code: string): Tongue {
  const countsWords = !WITHOUT_SPACES.has(code);
  return {
    countsWords,
    perSecond: countsWords ? 2.3 : 4.5,
    longest: countsWords
      ? { line: 24, statement: 14, bullet: 11, title: 9 }
      : { line: 50, statement: 34, bullet: 26, title: 26 },
    abbreviations: ABBREVIATIONS,
    stopWords: new Set(),
    dangling: NEVER,
    connective: NEVER,
    spoken: [],
    joint: /;\s+|；|\s+[—–]\s+/g,
    shorten: (sentence) => sentence.split(/;\s+|；|:\s+|：|\s+[—–]\s+/u)[0] ?? sentence,
    asideHeading: NEVER,
    closingHeading: NEVER,
    phrases: {
      inShort: "…",
      closing: "…",
      credits: "©",
      source: "URL",
      author: "✎",
      pictures: "▣",
      basedOn: null,
      highest: null,
      lowest: null,
      change: null,
      highestTitle: null,
    },
  };
}
