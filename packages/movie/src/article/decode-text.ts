/** A byte-order mark says it all; then what was declared; then what the bytes are. */
const MARKS = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];
/** Where a page declares its charset, it does so at its beginning. */
const HEAD_BYTES = 4096;
/** What pages without a declaration are written in, besides UTF-8; the first in which every byte has a meaning. */
const GUESSES = ["shift_jis", "euc-jp"];

export interface DecodedText {
  text: string;
  encoding: string;
}

/** Reads the bytes of a page or a text, whatever it is written in. `declared` is the charset of its media type. */
export function decodeText(bytes: Uint8Array, declared: string | null = null): DecodedText {
  const marked = MARKS.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return decodeAs(marked.encoding, bytes);
  const [unicode] = tryAs("utf-8", bytes);
  const isAscii = bytes.every((byte) => byte < 0x80);
  // What is UTF-8 and more than ASCII is UTF-8 whatever was declared; the escapes of ISO-2022-JP are ASCII.
  if (unicode !== undefined && !isAscii) return unicode;
  const [named] = tryAs(declared ?? charsetInHead(bytes), bytes);
  const strict = named ?? unicode;
  if (strict !== undefined) return strict;
  // Of two that both can be, the Japanese one makes kana of the bytes.
  const guessed = GUESSES.flatMap((encoding) => tryAs(encoding, bytes)).find(({ text }) =>
    /[ぁ-ゖァ-ヺ]{2}/u.test(text),
  );
  return guessed ?? decodeAs("windows-1252", bytes);
}

function charsetInHead(bytes: Uint8Array): string | null {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES));
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null;
}

function tryAs(encoding: string | null, bytes: Uint8Array): DecodedText[] {
  if (encoding === null) return [];
  try {
    return [{ text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding: encoding.toLowerCase() }];
  } catch (error) {
    // A name that no decoder has (RangeError), or bytes that it cannot be (TypeError).
    if (error instanceof RangeError || error instanceof TypeError) return [];
    throw error;
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}
