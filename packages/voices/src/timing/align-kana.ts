/** A word with its kana, or without where nobody knows how it is read. */
export interface KanaWord {
  written: string;
  kana: string | null;
}

/**
 * At which of the kana that were spoken each word begins. The two need not be the same: a voice reads some words in another
 * way than a dictionary does, and the way from one to the other with the fewest changes is taken.
 */
export function alignKana(words: readonly KanaWord[], spoken: readonly string[]): number[] {
  const expected = words.flatMap(({ written, kana }, word) =>
    (kana === null ? Array.from({ length: guessedLength(written) }, () => UNKNOWN) : plainKana(kana)).map((sound) => ({
      sound,
      word,
    })),
  );
  const heard = spoken.map((kana) => plainKana(kana).join(""));
  const places = alignment(
    expected.map(({ sound }) => sound),
    heard,
  );
  const starts = words.map((_, word) => {
    const first = expected.findIndex((one) => one.word === word);
    return first === -1 ? null : (places[first] ?? null);
  });
  // A word without a sound of its own (a bracket) begins where the next one does.
  let next = spoken.length;
  return starts
    .toReversed()
    .map((start) => (next = Math.min(start ?? next, next)))
    .toReversed();
}

const UNKNOWN = "?";

/** Kana as one mora each, as it sounds: long vowels as vowels, and only one sign for one sound. */
export function plainKana(text: string): string[] {
  const katakana = Array.from(text.normalize("NFKC"), (sign) =>
    /[\u3041-\u3096]/.test(sign) ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0x60) : sign,
  ).join("");
  const moras = katakana.match(/[ァ-ヴ][ァィゥェォャュョヮ]?|ー/gu) ?? [];
  const plain: string[] = [];
  for (const mora of moras) {
    plain.push(mora === "ー" ? vowelOf(plain.at(-1) ?? "ア") : (SAME_SOUND[mora] ?? mora));
  }
  return plain;
}

const SAME_SOUND: Readonly<Record<string, string>> = {
  ヲ: "オ",
  ヂ: "ジ",
  ヅ: "ズ",
  ヂャ: "ジャ",
  ヂュ: "ジュ",
  ヂョ: "ジョ",
};

const VOWELS: readonly (readonly [string, string])[] = [
  ["ア", "アカサタナハマヤラワガザダバパァャヮ"],
  ["イ", "イキシチニヒミリギジヂビピィ"],
  ["ウ", "ウクスツヌフムユルグズヅブプヴゥュ"],
  ["エ", "エケセテネヘメレゲゼデベペェ"],
  ["オ", "オコソトノホモヨロヲゴゾドボポォョ"],
];

function vowelOf(mora: string): string {
  const last = mora.at(-1) ?? "";
  return VOWELS.find(([, signs]) => signs.includes(last))?.[0] ?? last;
}

/** In morae: a kanji has about two, a digit as well, and of letters two make one. */
function guessedLength(written: string): number {
  const signs = Array.from(written.normalize("NFKC"));
  const heavy = signs.filter((sign) => /[\p{Script=Han}\p{N}]/u.test(sign)).length;
  const light = signs.filter((sign) => /\p{L}/u.test(sign) && !/\p{Script=Han}/u.test(sign)).length;
  return heavy * 2 + Math.ceil(light / 2);
}

const GAP = 1;
const MISMATCH = 1.2;
const GUESS = 0.4;

/** For each of `expected` the place in `heard` where it is said, by the cheapest edit of the one into the other. */
function alignment(expected: readonly string[], heard: readonly string[]): number[] {
  const width = heard.length + 1;
  const costs = new Float64Array((expected.length + 1) * width);
  for (let row = 0; row <= expected.length; row++) {
    for (let column = 0; column < width; column++) {
      if (row === 0 || column === 0) {
        costs[row * width + column] = (row + column) * GAP;
        continue;
      }
      const above = costs[(row - 1) * width + column] ?? 0;
      const left = costs[row * width + column - 1] ?? 0;
      const diagonal = costs[(row - 1) * width + column - 1] ?? 0;
      const pair = pairCost(expected[row - 1], heard[column - 1]);
      const gap = gapCost(expected[row - 1]);
      costs[row * width + column] = Math.min(diagonal + pair, above + gap, left + gap);
    }
  }
  const places = Array.from({ length: expected.length }, () => 0);
  let [row, column] = [expected.length, heard.length];
  while (row > 0) {
    const here = costs[row * width + column] ?? 0;
    const pair = column > 0 ? pairCost(expected[row - 1], heard[column - 1]) : Infinity;
    const diagonal = column > 0 ? (costs[(row - 1) * width + column - 1] ?? 0) + pair : Infinity;
    const gap = column > 0 ? gapCost(expected[row - 1]) : GAP;
    const above = (costs[(row - 1) * width + column] ?? 0) + gap;
    if (here === diagonal) [row, column] = [row - 1, column - 1];
    else if (here === above) row -= 1;
    else {
      column -= 1;
      continue;
    }
    places[row] = column;
  }
  return places;
}

function pairCost(expected: string | undefined, heard: string | undefined): number {
  if (expected === UNKNOWN) return GUESS;
  return expected === heard ? 0 : MISMATCH;
}

/** What is not known to be read in a certain way may as well be longer or shorter than was guessed. */
function gapCost(expected: string | undefined): number {
  return expected === UNKNOWN ? GUESS : GAP;
}
