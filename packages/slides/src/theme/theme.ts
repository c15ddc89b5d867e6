import type { FontFamilies } from "@proxx/drawing";

/** What all slides of a movie have in common. Colours are `#rrggbb`. */
export interface Theme {
  readonly name: string;
  readonly colors: ThemeColors;
  /** Of titles, sections and other slides that stand by themselves. */
  readonly cover: CoverColors;
  readonly code: CodeColors;
  /** In their order; none is told from another by its hue alone. */
  readonly chart: readonly string[];
  readonly fonts: ThemeFonts;
  /** Of corners, in pixels of a full HD frame. */
  readonly radius: number;
  readonly decoration: Decoration;
}

export interface ThemeColors {
  readonly background: string;
  /** Of cards and panels. */
  readonly surface: string;
  readonly hairline: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly accent2: string;
}

export type CoverColors = Omit<ThemeColors, "surface" | "hairline">;

export interface CodeColors {
  readonly panel: string;
  readonly text: string;
  readonly comment: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly type: string;
}

export interface ThemeFonts {
  readonly families: FontFamilies;
  readonly heading: FontWeights;
  readonly body: FontWeights;
  /** From 72 pixels on, in ems. */
  readonly tracking: number;
}

/** Japanese and Chinese need their own: thin strokes of theirs die in compression. */
interface FontWeights {
  readonly latin: number;
  readonly eastAsian: number;
}

/** What a theme draws that is neither text nor picture. */
type Decoration = "rule" | "glow" | "double-rule" | "bold";
