import type { Slide } from "@proxx/contract";
import { isIdeographic } from "@proxx/drawing";
import type { Frame } from "../frame/frame.ts";
import { contrastOf } from "../theme/contrast.ts";
import type { Theme } from "../theme/theme.ts";
import { wordCount } from "../text/word-count.ts";
import type { SlideFault } from "./slide-fault.ts";
import type { TextBox } from "./text-box.ts";

interface Checked {
  readonly slide: Slide;
  readonly texts: readonly TextBox[];
  readonly frame: Frame;
  readonly theme: Theme;
}

/** What is wrong with the words of a slide and how they look. */
export function textFaults({ slide, texts, frame, theme }: Checked): SlideFault[] {
  const faults: SlideFault[] = [];
  const { type, form } = frame.grid;
  const { heading, body } = theme.fonts;
  const weights = [heading.latin, heading.eastAsian, body.latin, body.eastAsian];
  for (const text of texts) {
    const name = `“${text.lines.join(" ").slice(0, 40)}”`;
    const fault = (rule: SlideFault["rule"], message: string) => faults.push({ rule, message: `${name} ${message}.` });
    const floor = Math.min(type.floor, ...type.code);
    if (text.size < frame.px(text.role === "code" ? floor : type.floor)) fault("too-small", `is ${text.size} px high`);
    for (const color of text.setBack ? [] : text.colors) {
      const least = leastContrast(text, frame);
      const ratio = contrastOf(color, text.on);
      if (ratio < least - 0.02) fault("low-contrast", `has ${ratio.toFixed(1)} of ${least} in ${color} on ${text.on}`);
    }
    if (text.face !== "mono" && !weights.includes(text.weight))
      fault("unknown-weight", `has the weight ${text.weight}`);
    if (text.role === "code") continue;
    if (hasShortLastLine(text.lines)) fault("short-last-line", `ends in “${text.lines.at(-1)}”`);
    if (/["']|(?<!-)--(?!-)/u.test(text.lines.join(" "))) fault("plain-typing", "has quotes or dashes of a typewriter");
    const bad = text.lines.find((line) => BAD_LINE_START.test(line));
    if (bad !== undefined) fault("bad-line-start", `has a line that starts with ${bad.slice(0, 1)}`);
    const isTitle = text.role === "title" && !["title", "section", "statement"].includes(slide.layout);
    if (isTitle && text.lines.length > 2) fault("long-title", `has ${text.lines.length} lines`);
  }
  if (slide.layout === "bullets" && slide.items.length > MOST_POINTS) {
    faults.push({ rule: "too-many-points", message: `There are ${slide.items.length} points.` });
  }
  faults.push(...wordFaults(slide, texts));
  const sizes = new Set(texts.map(({ size }) => size));
  const faces = new Set(texts.map(({ face }) => (face === "mono" ? "mono" : "text")));
  if (sizes.size > MOST_SIZES || faces.size > 2) {
    const listed = [...sizes].join(", ");
    faults.push({ rule: "too-many-sizes", message: `A ${form} slide has texts of ${sizes.size} sizes: ${listed}.` });
  }
  return faults;
}

const MOST_POINTS = 5;
const MOST_SIZES = 4;
const MOST_WORDS = 40;
const MOST_CHARACTERS = 130;

const BAD_LINE_START = /^[、。，．・：；？！）］｝〕〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.;:!?)\]}]/u;

/** Large and bold is read at less; a mark beside a text only has to be seen. */
function leastContrast(text: TextBox, frame: Frame): number {
  if (text.role === "figure" && text.size >= frame.px(100)) return 1.5;
  const isLarge = text.size >= frame.px(frame.grid.type.floor) && text.weight >= 600;
  return text.role === "code" || isLarge ? 4.5 : 7;
}

/** Less than two words, or three East Asian characters, and much shorter than the others. */
function hasShortLastLine(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? "";
  if (lines.length < 2 || last.endsWith("…")) return false;
  const longest = Math.max(...lines.map((line) => line.length));
  if (Array.from(last).some(isIdeographic)) return Array.from(last).length < 3;
  const isOneWord = !/[ \u00A0]/u.test(last.trim());
  const words = lines.join(" ").split(/[ \u00A0]/u).length;
  return isOneWord && words > 3 && last.length < longest * 0.3;
}

function wordFaults(slide: Slide, texts: readonly TextBox[]): SlideFault[] {
  if (["table", "code", "credits", "bar-chart", "line-chart"].includes(slide.layout)) return [];
  const read = texts.filter(({ role }) => role === "title" || role === "body").map(({ lines }) => lines.join(" "));
  const characters = Array.from(read.join("")).filter(isIdeographic).length;
  const words = wordCount(read.join(" "), undefined);
  if (characters > MOST_CHARACTERS) return [{ rule: "too-many-words", message: `There are ${characters} characters.` }];
  const isLatin = characters * 3 < read.join("").length;
  return isLatin && words > MOST_WORDS ? [{ rule: "too-many-words", message: `There are ${words} words.` }] : [];
}
