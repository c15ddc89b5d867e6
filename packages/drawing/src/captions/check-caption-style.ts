import { parseColor } from "../color.ts";
import type { CaptionStyle } from "./caption-style.ts";

/** Throws a TypeError that names what is wrong. */
export function checkCaptionStyle(style: CaptionStyle): void {
  const { outline, shadow, background, activeWord } = style;
  checkNumber("style.fontSize", style.fontSize, 0.005, 1);
  checkNumber("style.smallest", style.smallest, 0.1, 1);
  checkNumber("style.fontWeight", style.fontWeight, 100, 900);
  checkNumber("style.letterSpacing", style.letterSpacing, -0.2, 2);
  checkNumber("style.wordSpacing", style.wordSpacing, -0.2, 2);
  checkNumber("style.lineHeight", style.lineHeight, 0.8, 4);
  checkNumber("style.marginX", style.marginX, 0, 0.45);
  checkNumber("style.marginY", style.marginY, 0, 0.45);
  checkNumber("style.lineLength", style.lineLength, 1, 1000);
  checkNumber("style.maxLines", style.maxLines, 1, 100);
  checkNumber("style.activeWord.scale", activeWord.scale, 0.5, 3);
  checkNumber("style.outline.width", outline?.width ?? 0, 0, 1);
  for (const key of ["x", "y"] as const) checkNumber(`style.shadow.${key}`, shadow?.[key] ?? 0, -2, 2);
  checkNumber("style.shadow.blur", shadow?.blur ?? 0, 0, 2);
  for (const [name, box] of Object.entries({ background, "activeWord.background": activeWord.background })) {
    for (const key of ["paddingX", "paddingY", "radius"] as const)
      checkNumber(`style.${name}.${key}`, box?.[key] ?? 0, 0, 4);
    if (box !== null) parseColor(`style.${name}.color`, box.color);
  }
  checkChoice("style.position", style.position, ["top", "middle", "bottom"]);
  checkChoice("style.align", style.align, ["left", "center", "right"]);
  checkChoice("style.background.around", background?.around ?? "line", ["line", "block"]);
  parseColor("style.color", style.color);
  parseColor("style.activeWord.color", activeWord.color);
  parseColor("style.spokenWord.color", style.spokenWord.color);
  if (outline !== null) parseColor("style.outline.color", outline.color);
  if (shadow !== null) parseColor("style.shadow.color", shadow.color);
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (typeof value === "number" && value >= least && value <= most) return;
  throw new TypeError(`Expected \`${name}\` to be a number from ${least} to ${most}, got \`${value}\``);
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new TypeError(`Expected \`${name}\` to be ${choices.join(", ")}, got \`${value}\``);
}
