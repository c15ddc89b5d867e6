import type { Respelling } from "./spoken-text.ts";

const DIGITS = ["ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー"];
const GROUPS = ["", "マン", "オク", "チョー", "ケー"];
const PLACES: Readonly<Record<number, readonly string[]>> = {
  1000: ["", "セン", "ニセン", "サンゼン", "ヨンセン", "ゴセン", "ロクセン", "ナナセン", "ハッセン", "キューセン"],
  100: [
    "",
    "ヒャク",
    "ニヒャク",
    "サンビャク",
    "ヨンヒャク",
    "ゴヒャク",
    "ロッピャク",
    "ナナヒャク",
    "ハッピャク",
    "キューヒャク",
  ],
  10: [
    "",
    "ジュー",
    "ニジュー",
    "サンジュー",
    "ヨンジュー",
    "ゴジュー",
    "ロクジュー",
    "ナナジュー",
    "ハチジュー",
    "キュージュー",
  ],
};

/** Where numbers stand in a Japanese text, and how they are said together with what they count. */
export function findJapaneseNumbers(text: string): Respelling[] {
  const pattern = new RegExp(
    String.raw`([0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]+)(?:[.．]([0-9０-９]+))?(${COUNTED})?`,
    "gu",
  );
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [all, whole = "", fraction, counter] = match;
    const digits = plain(whole);
    // Longer ones are no amounts: they are said digit by digit.
    const number = digits.length > 20 || /^0\d/.test(digits) ? byDigit(digits) : sayInteger(BigInt(digits));
    if (fraction !== undefined) {
      const said = `${number}テン${byDigit(plain(fraction))}${counter === undefined ? "" : (COUNTERS[counter]?.name ?? "")}`;
      return [{ from: match.index, to: match.index + all.length, spoken: said }];
    }
    const said = counter === undefined ? number : sayCounted(Number(digits), number, counter);
    return [{ from: match.index, to: match.index + all.length, spoken: said }];
  });
}

function plain(digits: string): string {
  return digits.normalize("NFKC").replaceAll(",", "");
}

function byDigit(digits: string): string {
  return Array.from(digits, (digit) => DIGITS[Number(digit)] ?? "").join("");
}

function sayInteger(number: bigint): string {
  if (number === 0n) return "ゼロ";
  const groups: string[] = [];
  let rest = number;
  for (const group of GROUPS) {
    const four = Number(rest % 10_000n);
    if (four > 0) groups.unshift(`${sayFour(four)}${group}`);
    rest /= 10_000n;
  }
  return groups.join("");
}

function sayFour(four: number): string {
  const places = [1000, 100, 10].map((place) => PLACES[place]?.[Math.floor(four / place) % 10] ?? "");
  return `${places.join("")}${four % 10 === 0 ? "" : (DIGITS[four % 10] ?? "")}`;
}

interface Counter {
  name: string;
  /** Numbers that are said with it in a way of their own, as a whole. */
  whole?: Readonly<Record<number, string>>;
  /** How the last digit is said before it. */
  last?: Readonly<Record<number, string>>;
  /** How it is said itself after a last digit. */
  changed?: Readonly<Record<number, string>>;
}

const SHORT = { 1: "イッ", 6: "ロッ", 8: "ハッ", 0: "ジュッ" };
const SHORT_BEFORE_S_AND_T = { 1: "イッ", 8: "ハッ", 0: "ジュッ" };
const counted = (name: string, voiced: string, hard: string): Counter => ({
  name,
  last: SHORT,
  changed: { 1: hard, 3: voiced, 6: hard, 8: hard, 0: hard },
});

const COUNTERS: Readonly<Record<string, Counter>> = {
  年: { name: "ネン", last: { 4: "ヨ" } },
  月: { name: "ガツ", last: { 4: "シ", 7: "シチ", 9: "ク" } },
  か月: { name: "カゲツ", last: SHORT },
  ヶ月: { name: "カゲツ", last: SHORT },
  日: {
    name: "ニチ",
    whole: {
      1: "ツイタチ",
      2: "フツカ",
      3: "ミッカ",
      4: "ヨッカ",
      5: "イツカ",
      6: "ムイカ",
      7: "ナノカ",
      8: "ヨーカ",
      9: "ココノカ",
      10: "トーカ",
      14: "ジューヨッカ",
      20: "ハツカ",
      24: "ニジューヨッカ",
    },
  },
  時間: { name: "ジカン", last: { 4: "ヨ", 9: "ク" } },
  時: { name: "ジ", last: { 4: "ヨ", 7: "シチ", 9: "ク" } },
  分: { name: "フン", last: SHORT, changed: { 1: "プン", 3: "プン", 4: "プン", 6: "プン", 8: "プン", 0: "プン" } },
  秒: { name: "ビョー" },
  人: { name: "ニン", whole: { 1: "ヒトリ", 2: "フタリ" }, last: { 4: "ヨ" } },
  つ: {
    name: "ツ",
    whole: {
      1: "ヒトツ",
      2: "フタツ",
      3: "ミッツ",
      4: "ヨッツ",
      5: "イツツ",
      6: "ムッツ",
      7: "ナナツ",
      8: "ヤッツ",
      9: "ココノツ",
    },
  },
  本: counted("ホン", "ボン", "ポン"),
  匹: counted("ヒキ", "ビキ", "ピキ"),
  回: { name: "カイ", last: SHORT },
  階: { name: "カイ", last: SHORT, changed: { 3: "ガイ" } },
  個: { name: "コ", last: SHORT },
  歳: { name: "サイ", whole: { 20: "ハタチ" }, last: SHORT_BEFORE_S_AND_T },
  冊: { name: "サツ", last: SHORT_BEFORE_S_AND_T },
  点: { name: "テン", last: SHORT_BEFORE_S_AND_T },
  台: { name: "ダイ" },
  枚: { name: "マイ" },
  円: { name: "エン", last: { 4: "ヨ" } },
  倍: { name: "バイ" },
  番: { name: "バン" },
  度: { name: "ド" },
  "%": { name: "パーセント", last: { 0: "ジュッ" } },
  "％": { name: "パーセント", last: { 0: "ジュッ" } },
};

/** The longer ones first: `時間` is not `時`. */
const COUNTED = Object.keys(COUNTERS)
  .sort((one, other) => other.length - one.length)
  .join("|");

function sayCounted(value: number, number: string, counter: string): string {
  const { name, whole, last, changed } = COUNTERS[counter] ?? { name: counter };
  const own = whole?.[value];
  if (own !== undefined) return own;
  // Of the tens the last digit that is said is the ten itself; hundreds and thousands are left as they are.
  const digit = value % 10;
  if (digit === 0 && value % 100 === 0) {
    const hard = changed?.[0];
    return hard !== undefined && number.endsWith("ヒャク") ? `${number.slice(0, -1)}ッ${hard}` : `${number}${name}`;
  }
  const plainEnd = digit === 0 ? "ジュー" : (DIGITS[digit] ?? "");
  const end = last?.[digit] ?? plainEnd;
  return `${number.slice(0, number.length - plainEnd.length)}${end}${changed?.[digit] ?? name}`;
}
