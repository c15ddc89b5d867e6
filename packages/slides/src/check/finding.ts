/** Something about a slide that whoever made it may want to know. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
}

export type FindingCode =
  | "color-repaired"
  | "text-shortened"
  | "slide-split"
  | "rows-left-out"
  | "code-shortened"
  | "code-wrapped"
  | "image-missing"
  | "logo-on-plate"
  | "glyph-missing";
