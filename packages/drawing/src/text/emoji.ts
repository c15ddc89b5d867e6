/** Whether a grapheme is to be shown as a picture in colours, and not as a sign like any letter (UTS #51). */
export function isEmoji(grapheme: string): boolean {
  if (grapheme.includes("\uFE0E")) return false;
  return EMOJI.test(grapheme);
}

/** By itself; by a selector, a skin tone, or what it is joined with; as a keycap. */
const EMOJI =
  /^\p{Emoji_Presentation}|^\p{Emoji}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})|^[0-9#*]\uFE0F?\u20E3/u;
