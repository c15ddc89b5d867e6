// What several operations ask for, each said once: colours, shares, times, shapes. Nothing here lets a string through that
// could mean something to a filter: a colour comes out as `#rrggbbaa`, the rest are numbers and names from a list.
import { z } from "zod";
import { AspectRatio } from "./aspect-ratio.ts";

/** Names of colours, the ones people write by heart. */
const NAMED_COLOURS: Readonly<Record<string, string>> = {
  black: "#000000ff",
  white: "#ffffffff",
  red: "#ff0000ff",
  green: "#008000ff",
  lime: "#00ff00ff",
  blue: "#0000ffff",
  yellow: "#ffff00ff",
  cyan: "#00ffffff",
  aqua: "#00ffffff",
  magenta: "#ff00ffff",
  fuchsia: "#ff00ffff",
  orange: "#ffa500ff",
  purple: "#800080ff",
  pink: "#ffc0cbff",
  brown: "#a52a2aff",
  navy: "#000080ff",
  teal: "#008080ff",
  olive: "#808000ff",
  maroon: "#800000ff",
  gold: "#ffd700ff",
  gray: "#808080ff",
  grey: "#808080ff",
  silver: "#c0c0c0ff",
  transparent: "#00000000",
};

/** A colour as `#rgb`, `#rrggbb`, `#rrggbbaa` or a common name; read as `#rrggbbaa`. */
export function colour() {
  return z
    .string()
    .refine((text) => readColour(text) !== null, {
      error: "Expected a colour: `#rgb`, `#rrggbb`, `#rrggbbaa` or a name such as `black`",
    })
    .transform((text) => readColour(text) ?? "#000000ff")
    .meta({ description: "#rgb, #rrggbb, #rrggbbaa or a name" });
}

function readColour(text: string): string | null {
  const lower = text.toLowerCase();
  if (Object.hasOwn(NAMED_COLOURS, lower)) return NAMED_COLOURS[lower] ?? null;
  if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(lower)) return null;
  const long = lower.length === 4 ? `#${lower.slice(1).replaceAll(/./g, "$&$&")}` : lower;
  return long.length === 7 ? `${long}ff` : long;
}

const MAX_SECONDS = 24 * 3600;

/** A point of time or a length that may be nothing. */
export const seconds = () => z.number().min(0).max(MAX_SECONDS);
/** A length of something that has to be there. */
export const duration = () => z.number().min(0.04).max(MAX_SECONDS);
/** A share of a whole. */
export const share = () => z.number().min(0).max(1);
/** How loud, as a factor: 1 leaves it, 0 silences it. */
export const volume = () => z.number().min(0).max(10);
/** A side of a picture, in pixels. */
export const pixels = () => z.int().min(16).max(8192);
/** A language tag such as `en`, `fr`, `ja`, `pt-BR`. */
export const language = () =>
  z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, "Expected a language tag such as `en` or `pt-BR`");
/** Frames in a second. */
export const frameRate = () => z.number().min(1).max(120);

/** A shape of picture, written `9:16`. */
export function aspectRatio() {
  return z
    .string()
    .regex(/^[1-9]\d{0,3}:[1-9]\d{0,3}$/, "Expected an aspect ratio such as `9:16`")
    .transform((text, context): AspectRatio => {
      const [width = 1, height = 1] = text.split(":").map(Number);
      if (width / height > 8 || height / width > 8) {
        context.addIssue("Expected an aspect ratio between 8:1 and 1:8");
        return z.NEVER;
      }
      return new AspectRatio(width, height);
    });
}

/** Where something sits in a frame. */
export const ANCHORS = [
  "top-left",
  "top",
  "top-right",
  "left",
  "center",
  "right",
  "bottom-left",
  "bottom",
  "bottom-right",
] as const;
export type Anchor = (typeof ANCHORS)[number];
export const anchor = () => z.enum(ANCHORS);

/** Two-pass EBU R128: how loud the whole is made, in LUFS, and the true peak it may reach, in dBTP. */
export function loudness() {
  return z
    .union([
      z
        .number()
        .min(-40)
        .max(-5)
        .transform((integrated) => ({ integrated, truePeak: -1 })),
      z.strictObject({
        integrated: z.number().min(-40).max(-5).default(-16),
        truePeak: z.number().min(-9).max(0).default(-1),
      }),
    ])
    .meta({ description: "EBU R128 loudness of the result in LUFS, such as -14 or { integrated, truePeak }" });
}
export type Loudness = z.output<ReturnType<typeof loudness>>;
