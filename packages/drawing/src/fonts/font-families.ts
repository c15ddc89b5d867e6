/** Families of Fontsource that are bundled beside Noto Sans, for texts with a look of their own. */
export type LatinFamily = "inter" | "ibm-plex-sans" | "source-serif-4" | "archivo" | "jetbrains-mono";
export type JapaneseFamily = "noto-serif-jp";

/** What letters are looked for in before Noto Sans, which draws whatever these have not. */
export interface FontFamilies {
  /** Latin, and of Greek and Cyrillic what it has. @default Noto Sans */
  readonly latin?: LatinFamily;
  /** @default Noto Sans JP */
  readonly japanese?: JapaneseFamily;
  /** Which of the fonts of one's own go before these, by their place among the files. @default all, in their order */
  readonly own?: readonly number[];
}
