import { tongueOf } from "../language/tongue-of.ts";
import { lengthOf } from "./words-in.ts";

/** A sentence as it is said: without brackets, addresses and signs; long ones in two. What it means stays. */
export function spokenLines(sentence: string, language: string): string[] {
  const { longest } = tongueOf(language);
  const text = spokenText(sentence, language);
  if (lengthOf(text, language) <= longest.line) return text === "" ? [] : [text];
  return splitAtJoint(text, language);
}

/** @example `spokenText("Tides rise (twice a day), e.g. here [3].", "en")` is `"Tides rise, for example here."` */
export function spokenText(sentence: string, language: string): string {
  let text = sentence
    .replaceAll(/\[(?:\d{1,3}|note \d+|citation needed|要出典)\]/giu, "")
    .replaceAll(/https?:\/\/\S+?(?=[)\].,;]*(?:\s|$))/g, "")
    .replaceAll(/(?<=\S)\s*[(（][^()（）]{1,120}[)）]/gu, "")
    .replaceAll(/\p{Extended_Pictographic}\uFE0F?/gu, "")
    .replaceAll(/\*\*|__|`/g, "");
  for (const [written, said] of tongueOf(language).spoken) text = text.replaceAll(written, said);
  return endSentence(
    text
      .replaceAll(/\s+(?=[,.;:!?])/g, "")
      .replaceAll(/\s{2,}/g, " ")
      .replaceAll(/,(?:\s*,)+/g, ",")
      .trim(),
    language,
  );
}

function endSentence(text: string, language: string): string {
  if (text === "") return "";
  const isWide = /^(?:ja|zh)/.test(language);
  const stop = isWide ? "。" : ".";
  const bare = text.replace(/[\s:;,、：；–—-]+$/u, "");
  const ended = /[.!?…。！？]["'”’」』)）]*$|[」』”"]$/u.test(bare) ? bare : `${bare}${stop}`;
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`;
}

/** Into two at the joint nearest to the middle, where both can stand; else it stays whole. */
function splitAtJoint(text: string, language: string): string[] {
  const { joint, longest } = tongueOf(language);
  const least = longest.line / 5;
  const halves = [...text.matchAll(joint)]
    .map((match) => [text.slice(0, match.index), text.slice(match.index + match[0].length)] as const)
    .filter((pair) => pair.every((half) => lengthOf(half, language) >= least && isBalanced(half)))
    .toSorted((a, b) => Math.abs(a[0].length - a[1].length) - Math.abs(b[0].length - b[1].length));
  const [best] = halves;
  return best === undefined ? [text] : best.map((half) => endSentence(half, language));
}

function isBalanced(text: string): boolean {
  const count = (characters: RegExp) => text.match(characters)?.length ?? 0;
  return count(/"/g) % 2 === 0 && count(/“/g) === count(/”/g) && count(/[「『]/g) === count(/[」』]/g);
}
