import { ProxxError } from "@proxx/contract";
import type { CaptionCue } from "./caption-cue.ts";
import { readSubRip } from "./read-sub-rip.ts";
import { readWebVtt } from "./read-web-vtt.ts";

/** A film of a day has some megabytes of them. */
export const MAX_CAPTION_FILE_BYTES = 16 * 1024 * 1024;

/**
 * The cues of a SubRip or WebVTT file, whichever it is and however it is encoded. Throws `input_unusable`, naming the line,
 * for what is neither.
 */
export function readCaptionFile(bytes: Uint8Array): CaptionCue[] {
  if (bytes.length > MAX_CAPTION_FILE_BYTES) {
    throw new ProxxError("source_too_large", `The subtitles are ${bytes.length} bytes; 16 MiB are read.`, {
      hint: "Check that the file is SubRip or WebVTT.",
    });
  }
  const text = decodeText(bytes);
  return /^\s*WEBVTT\b/.test(text) ? readWebVtt(text) : readSubRip(text);
}

/** By its byte order mark, else by the zeros that UTF-16 has in every line break, else UTF-8, else Windows-1252. */
function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Any bytes are text in it, as in Latin-1, of which it is the larger.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | null {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  const start = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 8 && even === 0) return "utf-16le";
  return even > start.length / 8 && odd === 0 ? "utf-16be" : null;
}
