import { expect, test } from "vitest";
import { brandTheme } from "./brand.ts";
import { contrastOf } from "./contrast.ts";
import { fromOklch, toOklch } from "./oklch.ts";
import { darkThemeOf, THEMES } from "./themes.ts";

test.each(Object.values(THEMES))("what is read in $name stands out from what it stands on", (theme) => {
  const { background, surface, text, muted, accent, accent2 } = theme.colors;
  for (const ground of [background, surface]) {
    for (const color of [text, muted]) expect(contrastOf(color, ground)).toBeGreaterThanOrEqual(7);
    for (const color of [accent, accent2]) expect(contrastOf(color, ground)).toBeGreaterThanOrEqual(4.5);
  }
  for (const color of theme.chart) expect(contrastOf(color, background)).toBeGreaterThanOrEqual(3);
  const { panel, ...code } = theme.code;
  for (const color of Object.values(code)) expect(contrastOf(color, panel)).toBeGreaterThanOrEqual(4.5);
  expect(contrastOf(theme.cover.text, theme.cover.background)).toBeGreaterThanOrEqual(7);
  expect(contrastOf(theme.cover.muted, theme.cover.background)).toBeGreaterThanOrEqual(7);
  expect(contrastOf(theme.cover.accent, theme.cover.background)).toBeGreaterThanOrEqual(4.5);
});

test("a colour is the same after a way through lightness and hue", () => {
  for (const color of ["#14508c", "#fbfbf8", "#000000", "#ffffff", "#c4003b", "#00ff00"]) {
    expect(fromOklch(toOklch(color))).toBe(color);
  }
});

test("a brand's colours are taken as they are where they can be read", () => {
  const { theme, findings } = brandTheme(THEMES.quiet, { bg: "#FFFFFF", text: "#111111", accent: "#0044cc" });
  expect(findings).toEqual([]);
  expect(theme.colors).toMatchObject({ background: "#ffffff", text: "#111111", accent: "#0044cc" });
  expect(contrastOf(theme.colors.muted, theme.colors.surface)).toBeGreaterThanOrEqual(7.2);
});

test("a brand's weak colours are repaired in lightness alone, and it is said", () => {
  const { theme, findings } = brandTheme(THEMES.quiet, { bg: "#ffffff", text: "#999999", accent: "#ffcc00" });
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The brand's text #999999 has a contrast of 2\.8 on #ffffff, less than 7: drawn as #/u),
    expect.stringMatching(/^The brand's accent #ffcc00 has a contrast of 1\.5 on #ffffff, less than 4\.5/u),
  ]);
  const { accent, text, surface } = theme.colors;
  expect(contrastOf(text, surface)).toBeGreaterThanOrEqual(7);
  expect(contrastOf(accent, surface)).toBeGreaterThanOrEqual(4.5);
  expect(Math.abs(toOklch(accent).hue - toOklch("#ffcc00").hue)).toBeLessThan(2);
});

test("a dark background turns a light theme dark", () => {
  const { theme } = brandTheme(THEMES.folio, { bg: "#102030" });
  const { background, surface, text, muted, accent } = theme.colors;
  for (const ground of [background, surface]) {
    expect(contrastOf(text, ground)).toBeGreaterThanOrEqual(7);
    expect(contrastOf(muted, ground)).toBeGreaterThanOrEqual(7);
    expect(contrastOf(accent, ground)).toBeGreaterThanOrEqual(4.5);
  }
  for (const color of theme.chart) expect(contrastOf(color, background)).toBeGreaterThanOrEqual(3);
});

test("refuses a colour that is none", () => {
  expect(() => brandTheme(THEMES.quiet, { accent: "red" })).toThrow(
    new TypeError('Expected the brand\'s `accent` to be a colour such as "#14508c", got `red`'),
  );
});

test("every theme has a dark one, to stand before pictures", () => {
  for (const name of ["quiet", "quiet-dark", "circuit", "circuit-light", "folio", "signal"] as const) {
    expect(contrastOf(THEMES[darkThemeOf(name)].colors.background, "#000000")).toBeLessThan(1.5);
  }
});

test.each(["#0a7f5a", "#e6b400", "#c01060"])("words on a cover in the brand's colour %s can be read", (accent) => {
  const { cover } = brandTheme(THEMES.signal, { accent }).theme;
  for (const color of [cover.text, cover.muted]) expect(contrastOf(color, cover.background)).toBeGreaterThanOrEqual(7);
});
