import type { Slide } from "@proxx/contract";
import { cleanText, directionOf, graphemesOf, writingOf, type Fonts } from "@proxx/drawing";
import type { Finding } from "../check/finding.ts";
import { textBoxesOf, type TextBox } from "../check/text-box.ts";
import { besideLogo, LOGO, logoFor, withLogo, type Logo } from "../blocks/place-logo.ts";
import { createHighlighter, type HighlightCode } from "../code/highlight-code.ts";
import { frameOf, type Frame, type FrameSize } from "../frame/frame.ts";
import type { SlideImage } from "../images/read-image.ts";
import { isCover, layOut, splitSlide } from "../layouts/layouts.ts";
import { mirrorScene } from "../scene/mirror-scene.ts";
import type { Scene } from "../scene/scene.ts";
import type { Stage } from "../scene/stage.ts";
import type { Typesetter } from "../text/look.ts";
import { brandTheme, type Brand } from "../theme/brand.ts";
import type { Theme } from "../theme/theme.ts";
import { darkThemeOf, THEMES, type ThemeName } from "../theme/themes.ts";
import { drawableSlide } from "./drawable-slide.ts";
import { drawFlat, layersOf, type SlideLayer } from "./draw-layers.ts";
import { backdropFocus, backdropOf, groundOf, type Backdrop } from "./ground.ts";
import { textsOf } from "./slide-texts.ts";

export interface SlideOptions {
  /** @default "quiet" */
  readonly theme?: ThemeName;
  readonly brand?: Brand;
  readonly size: FrameSize;
  /** Keeps the place of subtitles free. @default true */
  readonly subtitles?: boolean;
  readonly fonts: Fonts;
  /** BCP 47. */
  readonly language?: string;
  /** The slide's pictures by what it calls them. Without one that is not there it is drawn in another layout, and a finding says so. */
  readonly images?: ReadonlyMap<string, SlideImage>;
  /** Give the same one for all slides of a movie. @default a new one */
  readonly highlightCode?: HighlightCode;
  /** In the corner of every slide, and large where a title slide asks for it. */
  readonly logo?: Logo;
  /** It stands before a film: its ground is a dark veil. @default where there is a backdrop */
  readonly overPicture?: boolean;
  /** The picture that it stands on, behind that veil. */
  readonly backdrop?: Backdrop;
}

/** A slide as it is drawn. */
export interface DrawnSlide extends FrameSize {
  /** What of the script it shows: all of a slide, or a part. */
  readonly slide: Slide;
  /** From back to front; those with a `build` come one after the other. */
  readonly layers: readonly SlideLayer[];
  /** For checks. */
  readonly texts: readonly TextBox[];
  readonly findings: readonly Finding[];
  /** What it was drawn from. */
  readonly scene: Scene;
  readonly frame: Frame;
  readonly theme: Theme;
  /** All of it as one PNG. */
  png(): Promise<Uint8Array>;
}

/**
 * Lays a slide out, on several where it has more than one can hold; its layers and its picture are drawn when they are asked
 * for. The same options give the same bytes.
 */
export async function drawSlides(slide: Slide, options: SlideOptions): Promise<DrawnSlide[]> {
  const { fonts, language, images = new Map(), subtitles = true, backdrop } = options;
  const { overPicture = backdrop !== undefined } = options;
  const { highlightCode = createHighlighter() } = options;
  const { theme, findings: repaired } = themeOf({ ...options, overPicture });
  const whole = frameOf(options.size, subtitles);
  const { slide: drawable, findings: undrawn } = await drawableSlide(slide, { fonts, language, images });
  const ground = isCover(drawable) ? theme.cover.background : theme.colors.background;
  const logo = options.logo === undefined ? null : logoFor(options.logo, ground);
  const isMirrored = readsFromRight(drawable, language);
  // Mirrored, what begins at the right stays out of where phones have their signs.
  const shaped = isMirrored ? { ...whole, right: whole.textRight, titleRight: whole.textRight } : whole;
  const frame = logo === null ? shaped : { ...shaped, titleRight: besideLogo(logo, shaped) };
  const setter = typesetterFor(drawable, { fonts, theme, language, frame });
  const parts = await laidParts(drawable, { frame, theme, setter, images, highlightCode, logo, force: false });
  const split: Finding = {
    code: "slide-split",
    message: `It has more than fits on one slide, and is shown on ${parts.length}.`,
  };
  const common = [...repaired, ...undrawn, ...(parts.length > 1 ? [split] : [])];
  return parts.map(({ slide: part, scene: laid }, index) => {
    const hasNone = logo !== null && laid.layers.every(({ id }) => id !== LOGO);
    const signed = hasNone ? withLogo(laid, logo, { frame, theme, ground }) : laid;
    const scene = isMirrored ? mirrorScene(signed, frame) : signed;
    const own = groundOf(theme, frame, { cover: isCover(part), overPicture, backdrop, hasLogo: logo !== null });
    const setting = {
      scene,
      ground: backdrop === undefined ? own : [...backdropOf(backdrop, theme, frame), ...own],
      focus: backdrop === undefined ? undefined : backdropFocus(backdrop, frame),
      frame,
      setter,
    };
    return {
      width: frame.width,
      height: frame.height,
      slide: part,
      layers: layersOf(setting),
      texts: textBoxesOf(scene),
      findings: [...(index === 0 ? common : []), ...scene.findings],
      scene,
      frame,
      theme,
      png: () => drawFlat(setting),
    };
  });
}

interface LaidPart {
  readonly slide: Slide;
  readonly scene: Scene;
}

/** Parts what does not fit until it does; what cannot be parted is shortened. */
async function laidParts(slide: Slide, stage: Stage): Promise<LaidPart[]> {
  const scene = await layOut(slide, stage);
  if (scene !== null) return [{ slide, scene }];
  const parts = splitSlide(slide, stage);
  if (parts !== null) return (await Promise.all(parts.map((part) => laidParts(part, stage)))).flat();
  const shortened = await layOut(slide, { ...stage, force: true });
  if (shortened !== null) return [{ slide, scene: shortened }];
  throw new Error(`A slide of the layout “${slide.layout}” has no least form`);
}

/** Charts and code go from left to right in any language. */
function readsFromRight(slide: Slide, language: string | undefined): boolean {
  if (slide.layout === "code" || slide.layout === "line-chart") return false;
  return directionOf(textsOf(slide).join(" "), language) === "rtl";
}

function themeOf({ theme = "quiet", brand, overPicture = false }: SlideOptions) {
  const base: Theme = THEMES[overPicture ? darkThemeOf(theme) : theme];
  const own = overPicture ? { ...brand, bg: base.colors.background } : brand;
  const branded = brand === undefined || own === undefined ? { theme: base, findings: [] } : brandTheme(base, own);
  if (!overPicture) return branded;
  const { background, text, muted, accent, accent2 } = branded.theme.colors;
  return { ...branded, theme: { ...branded.theme, cover: { background, text, muted, accent, accent2 } } };
}

function typesetterFor(
  slide: Slide,
  { fonts, theme, language, frame }: { fonts: Fonts; theme: Theme; language: string | undefined; frame: Frame },
): Typesetter {
  const text = cleanText(textsOf(slide).join("\n"));
  const writing = writingOf(text, language);
  const { families } = theme.fonts;
  // Of fonts of one's own the first is for titles. They are rarely of one width, as those of code have to be.
  const [first, ...others] = fonts.fontFiles.keys();
  const forText = first === undefined ? [] : [...others, first];
  return {
    fonts: {
      heading: fonts.preferring(families),
      body: fonts.preferring({ ...families, own: forText }),
      mono: fonts.preferring({ latin: "jetbrains-mono", own: [] }),
    },
    writing,
    language: writing.language,
    theme,
    eastAsian: isEastAsian(text),
    px: frame.px,
  };
}

function isEastAsian(text: string): boolean {
  const letters = graphemesOf(text).filter((one) => /^[\p{L}\p{N}]/u.test(one));
  const east = letters.filter((one) => EAST_ASIAN.test(one));
  return east.length * 3 > letters.length;
}

const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
