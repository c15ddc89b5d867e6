export interface SlideFault {
  readonly rule: SlideRule;
  readonly message: string;
}

export type SlideRule =
  | "outside-zone"
  | "too-small"
  | "low-contrast"
  | "wrong-ground"
  | "short-last-line"
  | "too-many-words"
  | "too-many-points"
  | "long-title"
  | "too-many-sizes"
  | "almost-aligned"
  | "off-grid"
  | "unknown-weight"
  | "plain-typing"
  | "bad-line-start"
  | "blown-up"
  | "bent"
  | "bare-on-photo"
  | "over-subtitles"
  | "texts-collide";
