const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]/u;

/** The parts of an emoji that are drawn as one with the part before: a skin tone, another person, a flag's second letter. */
const REST_OF_EMOJI = /(\p{RI})\p{RI}|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier}/gu;

/** How much room a text takes: 1 a letter, 2 a character of Chinese, Japanese or Korean, or an emoji. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text.replaceAll(REST_OF_EMOJI, "$1"))
    width += WIDE.test(character) ? 2 : /\p{M}|\p{Cf}/u.test(character) ? 0 : 1;
  return width;
}
