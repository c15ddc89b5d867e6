import { isDark, legible } from "./contrast.ts";
import { mixColors } from "./oklch.ts";
import type { CodeColors, CoverColors, Theme, ThemeColors, ThemeFonts } from "./theme.ts";

const QUIET_CHART = ["#14508c", "#b14713", "#1f947e", "#6c002b", "#8a9500", "#9e7ce3"];
const CIRCUIT_CHART = ["#5cc8ff", "#f7b955", "#008f55", "#bc84a4", "#bf4500", "#5364d3"];

const QUIET: Look = {
  fonts: fonts({ latin: "inter" }, { latin: 600, eastAsian: 700 }, { latin: 400, eastAsian: 400 }),
  radius: 12,
  decoration: "rule",
};
const CIRCUIT: Look = {
  fonts: fonts({ latin: "ibm-plex-sans" }, { latin: 600, eastAsian: 700 }, { latin: 400, eastAsian: 400 }),
  radius: 8,
  decoration: "glow",
};
const FOLIO: Look = {
  fonts: fonts(
    { latin: "source-serif-4", japanese: "noto-serif-jp" },
    { latin: 600, eastAsian: 700 },
    { latin: 400, eastAsian: 500 },
  ),
  radius: 2,
  decoration: "double-rule",
};
const SIGNAL: Look = {
  fonts: {
    ...fonts({ latin: "archivo" }, { latin: 800, eastAsian: 900 }, { latin: 500, eastAsian: 500 }),
    tracking: 0,
  },
  radius: 0,
  decoration: "bold",
};

/** Light editorial, dark technical, warm paper, bold; and each the other way round. */
export const THEMES = {
  quiet: theme("quiet", QUIET, {
    colors: colors("#fbfbf8", "#f0f1ec", "#d5d8d2", "#1b2026", "#474f58", "#14508c", "#a63d17"),
    code: code("#f0f1ec", "#1b2026", ["#5b636c", "#14508c", "#1b6b52", "#a63d17", "#6b3fa0", "#8a5a00"]),
    chart: QUIET_CHART,
  }),
  "quiet-dark": theme("quiet-dark", QUIET, {
    colors: colors("#15181c", "#20252b", "#363d46", "#eceeea", "#b4bbc1", "#8fc1f2", "#f2a27e"),
    code: code("#20252b", "#eceeea", ["#98a2ab", "#8fc1f2", "#93d2b4", "#f2a27e", "#c9b3f5", "#e6cf8a"]),
    chart: CIRCUIT_CHART,
  }),
  circuit: theme("circuit", CIRCUIT, {
    colors: colors("#0d1219", "#161e29", "#2b3746", "#e6edf3", "#a9b6c4", "#5cc8ff", "#f7b955"),
    code: code("#161e29", "#e6edf3", ["#8b98a7", "#5cc8ff", "#8fdc9c", "#f7b955", "#d2b3ff", "#7ee0d0"]),
    chart: CIRCUIT_CHART,
  }),
  "circuit-light": theme("circuit-light", CIRCUIT, {
    colors: colors("#f6f8fa", "#e9eef3", "#cbd5df", "#0d1b2a", "#3f4d5c", "#004e8a", "#7a4500"),
    code: code("#e9eef3", "#0d1b2a", ["#536170", "#004e8a", "#0f6146", "#7a4500", "#6339a6", "#00636b"]),
    chart: QUIET_CHART,
  }),
  folio: theme("folio", FOLIO, {
    colors: colors("#faf4e8", "#f1e7d3", "#dccdb2", "#2a211a", "#54473a", "#8c2a1c", "#1f5a5c"),
    code: code("#211a15", "#f3e9d9", ["#a3937d", "#f09a82", "#b9c77c", "#e9b95c", "#8cc9c4", "#d9a9c6"]),
    chart: ["#8c2a1c", "#1f5a5c", "#bf7201", "#3790db", "#799266", "#a0728e"],
  }),
  "folio-dark": theme("folio-dark", FOLIO, {
    colors: colors("#211a15", "#2d241d", "#4a3d31", "#f3e9d9", "#c8b9a4", "#f09a82", "#8cc9c4"),
    code: code("#2d241d", "#f3e9d9", ["#ab9b85", "#f09a82", "#b9c77c", "#e9b95c", "#8cc9c4", "#d9a9c6"]),
    chart: CIRCUIT_CHART,
  }),
  signal: theme("signal", SIGNAL, {
    colors: colors("#ffffff", "#f2f2f2", "#0a0a0a", "#0a0a0a", "#3d3d3d", "#2118d6", "#c4003b"),
    cover: { background: "#2118d6", text: "#ffffff", muted: "#e4e3ff", accent: "#ffe14a", accent2: "#ffe14a" },
    code: code("#0a0a0a", "#ffffff", ["#b0b0b0", "#ffe14a", "#8df0b5", "#ff8fa8", "#9cc4ff", "#d9b8ff"]),
    chart: ["#2118d6", "#c4003b", "#00a287", "#642e00", "#c363ff", "#005c64"],
  }),
  "signal-dark": theme("signal-dark", SIGNAL, {
    colors: colors("#0a0a0a", "#1c1c1c", "#ffffff", "#ffffff", "#c7c7c7", "#ffe14a", "#ff8fa8"),
    cover: { background: "#ffe14a", text: "#0a0a0a", muted: "#2e2a10", accent: "#0a0a0a", accent2: "#0a0a0a" },
    code: code("#1c1c1c", "#ffffff", ["#b0b0b0", "#ffe14a", "#8df0b5", "#ff8fa8", "#9cc4ff", "#d9b8ff"]),
    chart: CIRCUIT_CHART,
  }),
} as const satisfies Record<string, Theme>;

export type ThemeName = keyof typeof THEMES;

export const THEME_NAMES = Object.keys(THEMES) as readonly ThemeName[];

/** Of a theme, the one that goes over dark pictures. */
export function darkThemeOf(name: ThemeName): ThemeName {
  if (isDark(THEMES[name].colors.background)) return name;
  return name === "circuit-light" ? "circuit" : (THEME_NAMES.find((other) => other === `${name}-dark`) ?? name);
}

type Look = Pick<Theme, "fonts" | "radius" | "decoration">;

function theme(
  name: string,
  look: Look,
  of: { colors: ThemeColors; cover?: CoverColors; code: CodeColors; chart: readonly string[] },
): Theme {
  const { background, text, muted, accent, accent2 } = of.colors;
  return { name, ...look, cover: { background, text, muted, accent, accent2 }, ...of };
}

function colors(
  ...[background, surface, hairline, text, muted, accent, accent2]: [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
): ThemeColors {
  return { background, surface, hairline, text, muted, accent, accent2 };
}

/** Each colour as near to what is wanted as can be read on the panel. */
export function code(
  panel: string,
  text: string,
  wanted: readonly [string, string, string, string, string, string],
): CodeColors {
  const [comment, keyword, string, number, name, type] = wanted.map((one) => legible(one, [panel], 4.5));
  const own = (color: string | undefined) => color ?? mixColors(text, panel, 0.2);
  return {
    panel,
    text,
    comment: own(comment),
    keyword: own(keyword),
    string: own(string),
    number: own(number),
    name: own(name),
    type: own(type),
  };
}

function fonts(families: ThemeFonts["families"], heading: ThemeFonts["heading"], body: ThemeFonts["body"]): ThemeFonts {
  return { families, heading, body, tracking: -0.015 };
}
