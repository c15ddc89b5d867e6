import type { LatinFamily } from "@proxx/drawing";
import type { Finding } from "../check/finding.ts";
import { contrastOf, isDark, legible } from "./contrast.ts";
import { fromOklch, mixColors, toOklch } from "./oklch.ts";
import type { Theme, ThemeColors } from "./theme.ts";
import { code, THEMES, type ThemeName } from "./themes.ts";

/** What a brand file says. Colours are `#rrggbb`; what it does not say is the theme's, or follows from what it says. */
export interface Brand {
  readonly bg?: string;
  readonly text?: string;
  readonly accent?: string;
  readonly accent2?: string;
  /** Fonts of one's own are given as files to `createFonts`, and go before these: the first for titles, the others for text. */
  readonly family?: LatinFamily;
  /** Of corners, in pixels of a full HD frame. */
  readonly radius?: number;
}

/** What text and accents must reach on background and surface (WCAG 2), and charts on the background. */
const LEAST_CONTRAST = { text: 7, accent: 4.5, chart: 3 } as const;

/** What of a theme is used beside slides. */
export function themeColors(name: ThemeName, brand?: Brand): Pick<ThemeColors, "background" | "accent" | "hairline"> {
  const { background, accent, hairline } = (brand === undefined ? THEMES[name] : brandTheme(THEMES[name], brand).theme)
    .colors;
  return { background, accent, hairline };
}

/** A theme in a brand's colours. A colour that could not be read is made lighter or darker, and a finding says so. */
export function brandTheme(
  theme: Theme,
  brand: Brand,
): { readonly theme: Theme; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const given = {
    background: checked("bg", brand.bg) ?? theme.colors.background,
    text: checked("text", brand.text),
    accent: checked("accent", brand.accent),
    accent2: checked("accent2", brand.accent2),
  };
  const { background } = given;
  const dark = isDark(background);
  const sameGround = isDark(theme.colors.background) === dark;
  const surface = brand.bg === undefined ? theme.colors.surface : shifted(background, dark ? 0.05 : -0.04);
  const grounds = [background, surface];

  const repaired = (name: string, wanted: string, least: number) => {
    const color = legible(wanted, grounds, least);
    if (color !== wanted) findings.push(repairOf(name, { wanted, color, ground: background, least }));
    return color;
  };
  const text = repaired(
    "text",
    given.text ?? (sameGround ? theme.colors.text : dark ? "#f4f4f2" : "#15181c"),
    LEAST_CONTRAST.text,
  );
  const accent = repaired("accent", given.accent ?? theme.colors.accent, LEAST_CONTRAST.accent);
  const accent2 = repaired("accent2", given.accent2 ?? theme.colors.accent2, LEAST_CONTRAST.accent);
  const colors: ThemeColors = {
    background,
    surface,
    hairline: brand.bg === undefined ? theme.colors.hairline : shifted(background, dark ? 0.14 : -0.13),
    text,
    muted: mutedOf(text, grounds),
    accent,
    accent2,
  };
  const cover =
    theme.decoration === "bold" ? boldCover(colors) : { background, text, muted: colors.muted, accent, accent2 };
  const chart = [accent, accent2, ...theme.chart.slice(2)].map((color) =>
    legible(color, [background], LEAST_CONTRAST.chart),
  );
  const { comment, string, number, name, type } = theme.code;
  return {
    theme: {
      ...theme,
      colors,
      cover,
      chart,
      code: brand.bg === undefined ? theme.code : code(surface, text, [comment, accent, string, number, name, type]),
      fonts:
        brand.family === undefined
          ? theme.fonts
          : { ...theme.fonts, families: { ...theme.fonts.families, latin: brand.family } },
      radius: brand.radius ?? theme.radius,
    },
    findings,
  };
}

function boldCover({ accent, background, text }: ThemeColors): Theme["cover"] {
  const on = contrastOf(accent, background) > contrastOf(accent, text) ? background : text;
  const readable = legible(on, [accent], LEAST_CONTRAST.accent);
  // Of the accent as much as words can be read on.
  const ground = legible(accent, [readable], LEAST_CONTRAST.text);
  return { background: ground, text: readable, muted: readable, accent: readable, accent2: readable };
}

/** Halfway to the ground as far as it can still be read like text. */
function mutedOf(text: string, grounds: readonly string[]): string {
  let muted = text;
  for (let share = 0.02; share < 0.6; share += 0.02) {
    const next = mixColors(text, grounds[0] ?? text, share);
    if (grounds.some((ground) => contrastOf(next, ground) < 7.2)) break;
    muted = next;
  }
  return muted;
}

function shifted(color: string, by: number): string {
  const { lightness, ...rest } = toOklch(color);
  return fromOklch({ ...rest, lightness: Math.min(1, Math.max(0, lightness + by)) });
}

function repairOf(name: string, how: { wanted: string; color: string; ground: string; least: number }): Finding {
  const ratio = contrastOf(how.wanted, how.ground).toFixed(1);
  return {
    code: "color-repaired",
    message: `The brand's ${name} ${how.wanted} has a contrast of ${ratio} on ${how.ground}, less than ${how.least}: drawn as ${how.color}.`,
  };
}

function checked(name: string, color: string | undefined): string | undefined {
  if (color === undefined || /^#[0-9a-f]{6}$/iu.test(color)) return color?.toLowerCase();
  throw new TypeError(`Expected the brand's \`${name}\` to be a colour such as "#14508c", got \`${color}\``);
}
