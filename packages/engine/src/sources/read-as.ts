import { ProxxError } from "@proxx/contract";

/** Media, a file of subtitles, or a page that is to be read. */
export type ReadAs = "media" | "text" | "page";

const MAX_TEXT_BYTES = 5 * 1024 * 1024;
/** A page that a person reads is far smaller. */
const MAX_PAGE_BYTES = 20 * 1024 * 1024;

/** How much is read of what is to be read so. */
export function maxBytesOf(as: ReadAs, ofMedia: number): number {
  return { media: ofMedia, text: MAX_TEXT_BYTES, page: MAX_PAGE_BYTES }[as];
}

export function tooLarge(shown: string, maxBytes: number, as: ReadAs): ProxxError {
  const wanted = as === "text" ? "a file of subtitles, SubRip or WebVTT" : "a page, a Markdown file or a text";
  return new ProxxError("source_too_large", `${shown} is larger than ${maxBytes} bytes.`, {
    hint: `This parameter takes ${wanted}.`,
  });
}
