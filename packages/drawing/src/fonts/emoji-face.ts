import { createRequire } from "node:module";
import { readFontFace, type FontFace } from "./font-face.ts";

const require = createRequire(import.meta.url);

/** Twemoji, in layers of flat colour (COLR version 0): one file for all emoji. */
export function readEmojiFace(): Promise<FontFace> {
  return readFontFace(require.resolve("twemoji-colr-font/twemoji.woff2"), "proxx-twemoji");
}
