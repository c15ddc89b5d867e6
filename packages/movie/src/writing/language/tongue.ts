/** What the writer knows of a language. */
export interface Tongue {
  /** Whether a sentence's length is counted in words; in signs where words are not parted. */
  countsWords: boolean;
  /** Words or signs that are said in a second. */
  perSecond: number;
  /** The longest line that is said in one breath, and the longest statement and bullet on a slide, in words or signs. */
  longest: { line: number; statement: number; bullet: number; title: number };
  abbreviations: ReadonlySet<string>;
  stopWords: ReadonlySet<string>;
  /** A beginning that speaks of the sentence before. */
  dangling: RegExp;
  /** A beginning that only joins a sentence to the one before, and can go. */
  connective: RegExp;
  /** What is written and cannot be said, and how it is said. */
  spoken: readonly (readonly [RegExp, string])[];
  /** Where a long sentence falls into two. */
  joint: RegExp;
  /** The main clause of a sentence, for a slide. */
  shorten(sentence: string): string;
  /** Headings whose text is no part of what is told, and those of the end. */
  asideHeading: RegExp;
  closingHeading: RegExp;
  phrases: Phrases;
}

interface Phrases {
  inShort: string;
  closing: string;
  credits: string;
  source: string;
  author: string;
  pictures: string;
  /** Null in a language of which the writer knows no such sentence. */
  basedOn: ((title: string, author: string | null) => string) | null;
  highest: ((about: Comparison) => string) | null;
  lowest: ((about: Comparison) => string) | null;
  change: ((about: Change) => string) | null;
  highestTitle: ((column: string, label: string) => string) | null;
}

interface Comparison {
  label: string;
  amount: string;
  column: string;
}

interface Change {
  name: string;
  from: string;
  to: string;
  before: string;
  after: string;
}
