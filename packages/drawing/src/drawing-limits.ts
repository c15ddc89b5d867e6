import { ProxxError } from "@proxx/contract";

/** In pixels. A larger picture is no frame of any film, and takes hundreds of megabytes to draw. */
const LARGEST_SIDE = 8192;
/** In UTF-16 units. The longest prompts of video models have 5,000 or so. */
const LONGEST_TEXT = 10_000;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export function checkSize(size: PictureSize): void {
  for (const [name, value] of Object.entries({ width: size.width, height: size.height })) {
    if (!Number.isInteger(value) || value < 2 || value > LARGEST_SIDE) {
      throw new TypeError(`Expected \`${name}\` to be an integer from 2 to ${LARGEST_SIDE}, got \`${value}\``);
    }
  }
}

export function checkLength(text: string): void {
  if (text.length <= LONGEST_TEXT) return;
  throw new ProxxError("text_too_long", `A text of ${text.length} characters cannot be drawn.`, {
    hint: `Use at most ${LONGEST_TEXT} characters, or several texts.`,
  });
}
