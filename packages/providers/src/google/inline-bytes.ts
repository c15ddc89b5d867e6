import { openMedia } from "../results/media-input.ts";
import type { MediaInput } from "../provider-request.ts";

/** A file in base64, as it stands inside a request. */
export async function inlineBytes(media: MediaInput): Promise<string> {
  const file = await openMedia(media);
  return Buffer.from(await file.arrayBuffer()).toString("base64");
}
