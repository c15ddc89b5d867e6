/**
 * How captions look. Every size is a share of something, so that one style fits any frame: `fontSize` of the frame's
 * shorter side, margins of the frame, the rest in ems of the font size. Colours are `#rgb`, `#rrggbb` or `#rrggbbaa`.
 */
export interface CaptionStyle {
  /** Share of the frame's shorter side. */
  readonly fontSize: number;
  /** What a text that is too long may shrink to, as a share of `fontSize`. */
  readonly smallest: number;
  /** 100–900. */
  readonly fontWeight: number;
  readonly color: string;
  readonly uppercase: boolean;
  /** In ems, added between letters. */
  readonly letterSpacing: number;
  /** In ems, added between words: a wide outline fills the space. */
  readonly wordSpacing: number;
  /** In ems, from one base line to the next; more where the letters of a script need it. */
  readonly lineHeight: number;
  /** `width` in ems, as far as it stands out around the letters. */
  readonly outline: { readonly color: string; readonly width: number } | null;
  /** All three numbers in ems. */
  readonly shadow: {
    readonly color: string;
    readonly x: number;
    readonly y: number;
    readonly blur: number;
  } | null;
  /** A box behind each line, or one behind them all; padding and radius in ems. */
  readonly background: (CaptionBox & { readonly around: "line" | "block" }) | null;
  /** The word being spoken. `scale` grows it in place: nothing else moves. On a background it has no outline. */
  readonly activeWord: { readonly color: string; readonly scale: number; readonly background: CaptionBox | null };
  /** Words that have been spoken. */
  readonly spokenWord: { readonly color: string };
  readonly position: "top" | "middle" | "bottom";
  readonly align: "left" | "center" | "right";
  /** Kept free at the left and the right, as a share of the frame's width. */
  readonly marginX: number;
  /** Kept free at the top and the bottom, as a share of the frame's height. */
  readonly marginY: number;
  /** In ems: lines are not longer than this, however wide the frame. */
  readonly lineLength: number;
  /** More lines than this make the text shrink; a caption whose own lines are more keeps them. */
  readonly maxLines: number;
}

/** Padding and radius in ems. */
export interface CaptionBox {
  readonly color: string;
  readonly paddingX: number;
  readonly paddingY: number;
  readonly radius: number;
}
