import type { Fonts, Writing } from "@proxx/drawing";
import type { Theme } from "../theme/theme.ts";

/** What a text is on a slide; what is checked of it follows from that. */
export type TextRole = "title" | "eyebrow" | "body" | "label" | "source" | "code" | "figure";

export type Face = "heading" | "body" | "mono";

/** How a text looks. Sizes are in pixels of the frame. */
export interface Look {
  readonly role: TextRole;
  readonly face: Face;
  readonly size: number;
  readonly weight: number;
  /** In ems. */
  readonly lineHeight: number;
  readonly tracking: number;
  readonly color: string;
  /** What it stands on. */
  readonly on: string;
}

/** What all texts of a slide are set with. */
export interface Typesetter {
  readonly fonts: Readonly<Record<Face, Fonts>>;
  readonly writing: Writing;
  readonly language: string | undefined;
  readonly theme: Theme;
  /** Most of what is on the slide is Chinese, Japanese or Korean. */
  readonly eastAsian: boolean;
  /** Pixels of a full HD frame or the like as pixels of this one. */
  readonly px: (gridPixels: number) => number;
}

type Colors = Pick<Look, "color" | "on">;

export function headingLook(setter: Typesetter, size: number, colors: Colors): Look {
  const { heading, tracking } = setter.theme.fonts;
  return {
    role: "title",
    face: "heading",
    size: setter.px(size),
    weight: setter.eastAsian ? heading.eastAsian : heading.latin,
    lineHeight: setter.eastAsian ? 1.35 : 1.1,
    tracking: setter.eastAsian || size < 72 ? 0 : tracking,
    ...colors,
  };
}

export function bodyLook(setter: Typesetter, size: number, colors: Colors, more: Partial<Look> = {}): Look {
  const { body } = setter.theme.fonts;
  return {
    role: "body",
    face: "body",
    size: setter.px(size),
    weight: setter.eastAsian ? body.eastAsian : body.latin,
    lineHeight: setter.eastAsian ? 1.65 : 1.4,
    tracking: 0,
    ...colors,
    ...more,
  };
}

/** In the heading's weight, at the size of a label or of running text. */
export function strongLook(setter: Typesetter, size: number, colors: Colors, more: Partial<Look> = {}): Look {
  const { heading } = setter.theme.fonts;
  const weight = setter.eastAsian ? heading.eastAsian : heading.latin;
  return bodyLook(setter, size, colors, { role: "label", face: "heading", weight, lineHeight: 1.4, ...more });
}
