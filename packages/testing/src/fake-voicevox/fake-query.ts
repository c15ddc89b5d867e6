export interface FakeMora {
  text: string;
  consonant: string | null;
  consonant_length: number | null;
  vowel: string;
  vowel_length: number;
  pitch: number;
}

interface FakePhrase {
  moras: FakeMora[];
  accent: number;
  pause_mora: FakeMora | null;
  is_interrogative: boolean;
}

export interface FakeQuery {
  accent_phrases: FakePhrase[];
  speedScale: number;
  pitchScale: number;
  intonationScale: number;
  volumeScale: number;
  prePhonemeLength: number;
  postPhonemeLength: number;
  pauseLength: number | null;
  pauseLengthScale: number;
  outputSamplingRate: number;
  outputStereo: boolean;
  kana: string;
}

/** What the engine makes of a text: phrases of morae, each of its own length, so that a wrong time is seen. */
export function fakeQuery(text: string, lexicon: Readonly<Record<string, string>>): FakeQuery {
  let count = 0;
  const phrases = (intoKana(text, lexicon).match(/[^、。？！?!,.\s]+[、。？！?!,.\s]*/gu) ?? []).map((phrase) => {
    const moras = (phrase.match(/[ァ-ヴ][ァィゥェォャュョヮ]?|ー/gu) ?? []).map((kana, index, all) => {
      count += 1;
      return fakeMora(kana === "ー" ? vowelKana(all[index - 1] ?? "ア") : kana, count);
    });
    return {
      moras,
      accent: 1,
      pause_mora: /[、,]/.test(phrase) ? { ...pause(), vowel_length: 0.3 + (count % 4) / 50 } : null,
      is_interrogative: /[？?]/.test(phrase),
    };
  });
  return {
    accent_phrases: phrases.filter(({ moras }) => moras.length > 0),
    speedScale: 1,
    pitchScale: 0,
    intonationScale: 1,
    volumeScale: 1,
    prePhonemeLength: 0.1,
    postPhonemeLength: 0.1,
    pauseLength: null,
    pauseLengthScale: 1,
    outputSamplingRate: 24_000,
    outputStereo: false,
    kana: "",
  };
}

/** The longest words of the lexicon first; of what is in none each sign is one mora. */
function intoKana(text: string, lexicon: Readonly<Record<string, string>>): string {
  const words = Object.keys(lexicon).sort((one, other) => other.length - one.length);
  const wide = text.normalize("NFKC");
  let kana = "";
  for (let at = 0; at < wide.length;) {
    const word = words.find((one) => wide.startsWith(one, at));
    kana += word === undefined ? signInKana(wide.charAt(at)) : (lexicon[word] ?? "");
    at += word?.length ?? 1;
  }
  return kana;
}

function signInKana(sign: string): string {
  if (/[ぁ-ゖ]/.test(sign)) return String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0x60);
  return /[\p{L}\p{N}]/u.test(sign) && !/[ァ-ヴー]/u.test(sign) ? "ア" : sign;
}

const ROWS: readonly (readonly [string, string, string])[] = [
  ["a", "ア", "アカサタナハマヤラワガザダバパァャヮ"],
  ["i", "イ", "イキシチニヒミリギジヂビピィ"],
  ["u", "ウ", "ウクスツヌフムユルグズヅブプヴゥュ"],
  ["e", "エ", "エケセテネヘメレゲゼデベペェ"],
  ["o", "オ", "オコソトノホモヨロヲゴゾドボポォョ"],
];

function vowelKana(kana: string): string {
  return ROWS.find(([, , signs]) => signs.includes(kana.at(-1) ?? ""))?.[1] ?? "ア";
}

function fakeMora(text: string, count: number): FakeMora {
  if (text === "ン")
    return { text, consonant: null, consonant_length: null, vowel: "N", vowel_length: 0.07, pitch: 5.5 };
  if (text === "ッ")
    return { text, consonant: null, consonant_length: null, vowel: "cl", vowel_length: 0.06, pitch: 0 };
  const vowel = ROWS.find(([, , signs]) => signs.includes(text.at(-1) ?? ""))?.[0] ?? "a";
  const isBare = "アイウエオ".includes(text);
  return {
    text: text === "ヲ" ? "オ" : text,
    consonant: isBare ? null : "k",
    consonant_length: isBare ? null : 0.03 + (count % 3) / 90,
    vowel,
    vowel_length: 0.06 + (count % 5) / 70,
    pitch: 5 + (count % 7) / 10,
  };
}

function pause(): FakeMora {
  return { text: "、", consonant: null, consonant_length: null, vowel: "pau", vowel_length: 0.3, pitch: 0 };
}
