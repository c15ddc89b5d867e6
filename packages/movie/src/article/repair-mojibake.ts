/** What UTF-8 is wrongly read as, most often. */
const WRONG_ENCODINGS = ["windows-1252", "macintosh"] as const;

export interface RepairedText {
  text: string;
  /** How many places were put right; 0 where the text was read as it was written. */
  repaired: number;
}

/**
 * Puts right a text whose UTF-8 was once read as Windows-1252 or Mac Roman: `â€™` was `’`, `‚úÖ` was `✅`. It takes a text
 * for such a one only where most of what could be wrong is: a page that speaks of mojibake keeps its examples.
 */
export function repairMojibake(text: string): RepairedText {
  const [best] = WRONG_ENCODINGS.map((encoding) => repairFrom(text, encoding)).toSorted(
    (a, b) => b.repaired - a.repaired,
  );
  return best !== undefined && best.repaired > best.kept ? best : { text, repaired: 0 };
}

function repairFrom(text: string, encoding: string): RepairedText & { kept: number } {
  const byteOf = bytesOf(encoding);
  let repaired = 0;
  let kept = 0;
  const mended = text.replaceAll(/[^\0-\x7F]{2,}/gu, (run) => {
    const bytes = Array.from(run, (character) => byteOf.get(character));
    const right = bytes.every((byte) => byte !== undefined) ? readUtf8(bytes) : null;
    if (right === null) kept += 1;
    else repaired += 1;
    return right ?? run;
  });
  return { text: mended, repaired, kept };
}

function readUtf8(bytes: readonly number[]): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function bytesOf(encoding: string): Map<string, number> {
  const decoder = new TextDecoder(encoding);
  const bytes = Array.from({ length: 128 }, (_, index) => index + 128);
  return new Map(bytes.map((byte) => [decoder.decode(new Uint8Array([byte])), byte]));
}
