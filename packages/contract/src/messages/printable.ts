// Controls, formats (text direction, zero width), line separators and lone surrogates: what a terminal obeys or nobody sees.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text as it may stand in a message whoever wrote it: on one line, nothing hidden, and at most `maxLength` long. */
export function printable(text: string, maxLength: number): string {
  // Cut before escaping, so that 8 MiB cost no more than a line; and after it, since an escape is longer than what it stands for.
  const escaped = text.slice(0, maxLength + 1).replaceAll(UNPRINTABLE, escapeCharacter);
  if (escaped.length <= maxLength) return escaped;
  const cut = escaped.slice(0, maxLength - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return short[character] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`);
}
