/** A number as a text says it, and what it is. */
export interface SaidNumber {
  text: string;
  value: number;
  /** Said with "about" or the like, so that it may be rounded. */
  isRough: boolean;
}

const ROUGH =
  /(?:about|around|roughly|nearly|almost|some|more than|over|less than|under|approximately|約|およそ|ほぼ|近く)\s*$/iu;
const SCALES: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  万: 1e4,
  億: 1e8,
  兆: 1e12,
};
const KANJI = "〇一二三四五六七八九";
const WORDS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const ONE_WORD = `(?:${[...WORDS, ...TENS, "hundred", "thousand", "million", "billion"].join("|")})`;
const ENGLISH_NUMBER = new RegExp(`\\b${ONE_WORD}(?:(?:[\\s-]+(?:and\\s+)?)${ONE_WORD})*\\b`, "giu");
const COUNTER =
  "(?=(?:年|月|日|人|倍|回|度|個|本|つ|割|匹|頭|台|か国|カ国|ヶ国|時間|分|秒|メートル|キロ|グラム|トン|パーセント|%|万|億|兆))";
const KANJI_NUMBER = new RegExp(`[${KANJI}十百千]+${COUNTER}|[${KANJI}十百千]{2,}`, "gu");

const DIGITS = /\d+(?:[,_ ]\d{3})*(?:\.\d+)?(?:\s?(?:thousand|million|billion|trillion|[万億兆]))?/giu;

/** Every number of a text: in digits, in English words, in kanji. */
export function numbersIn(written: string): SaidNumber[] {
  const text = written.normalize("NFKC");
  // The scale of `2.5 million` is no number of its own.
  const withoutDigits = text.replaceAll(DIGITS, (digits) => " ".repeat(digits.length));
  return [...digitsIn(text), ...wordsIn(withoutDigits), ...kanjiIn(withoutDigits)];
}

function digitsIn(text: string): SaidNumber[] {
  return [...text.matchAll(DIGITS)].flatMap((match) => {
    const digits = /^[\d,_ .]+/.exec(match[0])?.[0] ?? "";
    const scale = SCALES[match[0].slice(digits.length).trim().toLowerCase()] ?? 1;
    const value = Number(digits.trim().replaceAll(/[,_ ]/g, "")) * scale;
    return Number.isFinite(value) ? [said(text, match, value)] : [];
  });
}

function wordsIn(text: string): SaidNumber[] {
  return [...text.matchAll(ENGLISH_NUMBER)].map((match) => said(text, match, valueOfWords(match[0])));
}

function valueOfWords(words: string): number {
  let total = 0;
  let group = 0;
  for (const word of words.toLowerCase().split(/[\s-]+/)) {
    const scale = SCALES[word];
    if (word === "hundred") group = Math.max(1, group) * 100;
    else if (scale !== undefined) [total, group] = [total + Math.max(1, group) * scale, 0];
    else if (TENS.includes(word)) group += (TENS.indexOf(word) + 2) * 10;
    else if (WORDS.includes(word)) group += WORDS.indexOf(word);
  }
  return total + group;
}

function kanjiIn(text: string): SaidNumber[] {
  return [...text.matchAll(KANJI_NUMBER)].map((match) => said(text, match, valueOfKanji(match[0])));
}

/** 二〇二四 is 2024, 四百十二 is 412. */
function valueOfKanji(kanji: string): number {
  if (!/[十百千]/u.test(kanji)) return Number(Array.from(kanji, (sign) => KANJI.indexOf(sign)).join(""));
  let total = 0;
  let digit = 0;
  for (const sign of kanji) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[sign];
    if (unit === undefined) digit = KANJI.indexOf(sign);
    else [total, digit] = [total + Math.max(1, digit) * unit, 0];
  }
  return total + digit;
}

function said(text: string, match: RegExpExecArray, value: number): SaidNumber {
  return { text: match[0].trim(), value, isRough: ROUGH.test(text.slice(0, match.index)) };
}
