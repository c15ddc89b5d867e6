import type { MediaKind, Task } from "@proxx/contract";
import { z } from "zod";
import { isMediaInput } from "../results/media-input.ts";
import type { MediaInput, UnifiedName } from "../provider-request.ts";

/** What is known of a model: its own fields, and which of them carries what was said by unified name. */
export interface ModelEntry {
  tasks: readonly Task[];
  fields: z.ZodObject;
  names: Readonly<Partial<Record<UnifiedName, FieldName | undefined>>>;
  /** Sent unless the request says otherwise. */
  defaults?: Readonly<Record<string, unknown>> | undefined;
  /** For models that a provider runs by version only. */
  version?: string | undefined;
  /** False for one that writes down what is said, and not when. @default true */
  wordTimes?: boolean | undefined;
}

export type FieldName =
  | string
  /** Where the model has its own words: by the unified value's text. A value that is not in the table is an issue. */
  | { field: string; words: Readonly<Record<string, unknown>> }
  /** Where the model wants another form of the same value. */
  | { field: string; say: (value: unknown) => unknown };

/** A field that holds a file: a `MediaInput` of the kind, or the URL of one. */
export function media(kind: MediaKind): z.ZodType<MediaInput | string> {
  return z.custom<MediaInput | string>(
    (value) =>
      isMediaInput(value)
        ? value.mediaType.startsWith(`${kind}/`)
        : typeof value === "string" && /^(https?:\/\/|data:)/.test(value),
    { error: `must be ${NOUNS[kind]} file or its URL` },
  );
}

/** A field that holds a file which the call itself carries: an address means nothing there. */
export function carriedMedia(kind: MediaKind): z.ZodType<MediaInput> {
  return z.custom<MediaInput>((value) => isMediaInput(value) && value.mediaType.startsWith(`${kind}/`), {
    error: `must be ${NOUNS[kind]} file`,
  });
}

const NOUNS: Readonly<Record<MediaKind, string>> = { image: "an image", video: "a video", audio: "a sound" };

export const text = z.string().min(1);
export const seed = z.int().min(0).max(4_294_967_295);

export function wholeSeconds(minimum: number, maximum: number) {
  return z.int().min(minimum).max(maximum);
}

/** `asList("image_input")`: one medium or several, always sent as a list. */
export function asList(field: string): FieldName {
  return { field, say: (value) => (Array.isArray(value) ? value : [value]) };
}

/** `asText("duration", [5, 10], "")`: numbers that a model wants as words, such as `5s`. */
export function asText(field: string, values: readonly number[], suffix: string): FieldName {
  return { field, words: Object.fromEntries(values.map((value) => [String(value), `${value}${suffix}`])) };
}

/** The unified `cameraMotion` for models that can only hold the camera still. */
export const cameraFixed: FieldName = { field: "camera_fixed", words: { fixed: true, dynamic: false } };
