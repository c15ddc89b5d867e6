import { cleanText, paragraphsOf } from "../text/clean-text.ts";
import { isIdeographic, isSoutheastAsian, writingOf } from "../text/writing.ts";

export interface CaptionWord {
  readonly text: string;
  /** @default "normal" */
  readonly state?: "normal" | "active" | "spoken";
  /** No space before this word. @default true between Chinese or Japanese words and before closing punctuation */
  readonly joined?: boolean;
}

/** A plain text as lines of words, line breaks kept, for `drawCaption`. Words of Chinese and Japanese are found as well. */
export function captionLines(text: string, language?: string): CaptionWord[][] {
  const cleaned = cleanText(text);
  const writing = writingOf(cleaned, language);
  const locale = writing.language ?? { jp: "ja", sc: "zh", kr: "ko" }[writing.han];
  const segmenter = new Intl.Segmenter(locale, { granularity: "word" });
  return paragraphsOf(cleaned)
    .filter((line) => line !== "")
    .map((line) => {
      const words: { text: string; joined: boolean }[] = [];
      for (const spaced of line.split(/[ \u3000]/u)) {
        for (const [index, part] of wordsWithin(spaced, segmenter).entries()) {
          words.push({ text: part, joined: index > 0 });
        }
      }
      return words;
    });
}

/** A line of words as one text, and which part of it is which word's. */
export interface CaptionParagraph {
  readonly text: string;
  readonly words: readonly (CaptionWord & { readonly start: number; readonly end: number })[];
}

export function joinWords(
  line: readonly CaptionWord[],
  options: { uppercase: boolean; language?: string | undefined },
) {
  const words: (CaptionWord & { start: number; end: number })[] = [];
  let text = "";
  for (const word of line) {
    const plain = paragraphsOf(cleanText(word.text).replaceAll("\n", " "))[0] ?? "";
    if (plain === "") continue;
    const shown = options.uppercase ? plain.toLocaleUpperCase(options.language) : plain;
    if (text !== "" && !(word.joined ?? joinsTo(text, shown))) text += " ";
    words.push({ ...word, text: shown, start: text.length, end: text.length + shown.length });
    text += shown;
  }
  return { text, words } satisfies CaptionParagraph;
}

/** Takes a text of a script without spaces apart into words; punctuation stays with the word that it follows or opens. */
function wordsWithin(text: string, segmenter: Intl.Segmenter): string[] {
  if (!Array.from(text).some((one) => isIdeographic(one) || isSoutheastAsian(one))) return [text];
  const words: string[] = [];
  let opening = "";
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike === true) {
      words.push(opening + segment);
      opening = "";
    } else if (words.length === 0 || /[\p{Ps}\p{Pi}]$/u.test(segment)) {
      opening += segment;
    } else {
      words.push(words.pop() + opening + segment);
      opening = "";
    }
  }
  if (opening !== "") words.push((words.pop() ?? "") + opening);
  return words;
}

function joinsTo(before: string, word: string): boolean {
  const last = Array.from(before).at(-1) ?? "";
  const first = Array.from(word)[0] ?? "";
  const bothWithoutSpaces =
    (isIdeographic(last) && isIdeographic(first)) || (isSoutheastAsian(last) && isSoutheastAsian(first));
  return (
    bothWithoutSpaces ||
    /^[,.;:!?…)\]}”’、。，！？」』）،؛؟۔।]+$/u.test(word) ||
    /(?:^|\s)[([{“‘「『（]+$/u.test(before)
  );
}
