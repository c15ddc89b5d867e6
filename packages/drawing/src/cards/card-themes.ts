/** Colours: `#rgb`, `#rrggbb` or `#rrggbbaa`. */
export interface CardTheme {
  /** From the top left to the bottom right. */
  readonly background: readonly [string, string];
  /** The panel of a card without a background. */
  readonly scrim: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
}

export const CARD_THEMES = {
  slate: {
    background: ["#1d2433", "#0d1018"],
    scrim: "#0b0e16a6",
    text: "#f4f6fb",
    muted: "#9aa6bd",
    accent: "#ffb454",
  },
  paper: {
    background: ["#fbf8f1", "#ece5d6"],
    scrim: "#fbf8f1d9",
    text: "#1e2430",
    muted: "#6d6a63",
    accent: "#c2410c",
  },
} as const satisfies Record<string, CardTheme>;

export type CardThemeName = keyof typeof CARD_THEMES;
