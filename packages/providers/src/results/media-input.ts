import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { ProxxError } from "@proxx/contract";
import type { MediaInput } from "../provider-request.ts";

export function isMediaInput(value: unknown): value is MediaInput {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    "mediaType" in value &&
    typeof value.mediaType === "string" &&
    "sizeBytes" in value &&
    typeof value.sizeBytes === "number"
  );
}

/** The file's bytes, read only when they are sent. */
export async function openMedia(media: MediaInput): Promise<File> {
  try {
    const blob = await openAsBlob(media.path, { type: media.mediaType });
    return new File([blob], basename(media.path), { type: media.mediaType });
  } catch (error) {
    throw new ProxxError("source_missing", `${basename(media.path)} cannot be read any more.`, {
      hint: "Give the file again.",
      cause: error,
    });
  }
}

/** The fields with each medium replaced by what stands for it at the provider. */
export async function placeMedia(
  fields: Readonly<Record<string, unknown>>,
  place: (media: MediaInput) => Promise<unknown>,
): Promise<Record<string, unknown>> {
  const placed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isMediaInput(value)) placed[name] = await place(value);
    else if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) items.push(isMediaInput(item) ? await place(item) : item);
      placed[name] = items;
    } else placed[name] = value;
  }
  return placed;
}
