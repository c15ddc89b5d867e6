import type { TypeScale } from "./type-scale.ts";

/** Where things stand on a frame of one shape, in its pixels. */
export interface Grid {
  readonly form: "wide" | "tall" | "square";
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly columns: number;
  readonly gutter: number;
  readonly titleTop: number;
  /** Where content ends: above subtitles, and without them. */
  readonly bottom: { readonly subtitles: number; readonly none: number };
  /** How wide a line of running text may be, in columns. */
  readonly measure: number;
  /** Where the overlays of phones begin at the right, and from which height on. */
  readonly overlay: { readonly below: number; readonly right: number } | null;
  readonly type: TypeScale;
}

export const GRIDS: readonly Grid[] = [
  {
    form: "wide",
    width: 1920,
    height: 1080,
    margin: 120,
    columns: 12,
    gutter: 24,
    titleTop: 88,
    bottom: { subtitles: 840, none: 984 },
    measure: 9,
    overlay: null,
    type: {
      cover: [112, 96, 80],
      statement: [96, 84, 72],
      title: [72, 64, 56],
      quote: [56, 48, 44],
      body: [48, 44, 40],
      label: 32,
      floor: 28,
      code: [36, 34, 32, 30, 28],
      figure: 200,
    },
  },
  {
    form: "tall",
    width: 1080,
    height: 1920,
    margin: 64,
    columns: 6,
    gutter: 20,
    titleTop: 288,
    bottom: { subtitles: 1016, none: 1232 },
    measure: 6,
    overlay: { below: 880, right: 930 },
    type: {
      cover: [92, 80, 72],
      statement: [80, 72, 64],
      title: [64, 56, 52],
      quote: [56, 52, 48],
      body: [52, 48, 44],
      label: 36,
      floor: 30,
      code: [32, 30, 28],
      figure: 180,
    },
  },
  {
    form: "square",
    width: 1080,
    height: 1080,
    margin: 72,
    columns: 8,
    gutter: 16,
    titleTop: 72,
    bottom: { subtitles: 832, none: 1000 },
    measure: 8,
    overlay: null,
    type: {
      cover: [80, 72, 64],
      statement: [72, 64, 56],
      title: [56, 52, 48],
      quote: [48, 44, 40],
      body: [44, 40, 36],
      label: 30,
      floor: 26,
      code: [30, 28, 26],
      figure: 160,
    },
  },
];
