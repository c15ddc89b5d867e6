const LETTERS: Readonly<Record<string, string>> = {
  a: "エー",
  b: "ビー",
  c: "シー",
  d: "ディー",
  e: "イー",
  f: "エフ",
  g: "ジー",
  h: "エイチ",
  i: "アイ",
  j: "ジェー",
  k: "ケー",
  l: "エル",
  m: "エム",
  n: "エヌ",
  o: "オー",
  p: "ピー",
  q: "キュー",
  r: "アール",
  s: "エス",
  t: "ティー",
  u: "ユー",
  v: "ブイ",
  w: "ダブリュー",
  x: "エックス",
  y: "ワイ",
  z: "ゼット",
};

/** Latin letters by their names in katakana. */
export function lettersInKana(text: string): string {
  return Array.from(text.normalize("NFKC").toLowerCase(), (letter) => LETTERS[letter] ?? "").join("");
}

/** Whether a word is one that is said letter by letter, such as `API` or `X`. */
export function isAcronym(text: string): boolean {
  return /^(?:[A-Z]{1,5}|[a-z])$/.test(text.normalize("NFKC"));
}
