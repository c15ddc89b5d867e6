import { ProxxError, type Input, type Resolved } from "@proxx/contract";
import type { z } from "zod";
import { type Composition, type Picture, openInput, type OpenOptions } from "@proxx/composition";
import type { layers } from "./signature.ts";

type Params = Resolved<z.output<typeof layers.signature.params>>;
type Item = NonNullable<Params["items"]>[number];
type LayerSettings = Omit<Extract<Item, { fit?: unknown }>, "media">;

export interface LayerClip {
  composition: Composition;
  picture: Picture;
  /** Where to begin in it, in seconds. */
  from: number;
  /** How long it is shown, where that is said. */
  duration: number | null;
}

export interface OpenLayer extends LayerSettings {
  /** For messages, from 1. */
  number: number;
  clips: readonly LayerClip[];
  /** Whether its clips come one after the other and share its time. */
  isTimeline: boolean;
  isMain: boolean;
}

/** The layers with all that they show opened, from the back to the front. */
export async function openLayers(items: readonly Item[], options: OpenOptions): Promise<OpenLayer[]> {
  const main = Math.max(
    0,
    items.findIndex((item) => "main" in item && item.main === true),
  );
  return await Promise.all(
    items.map(async (item, index) => {
      const { media, ...settings } = { ...item };
      const isTimeline = Array.isArray(media);
      const entries: readonly { media: Input; start?: number | undefined; duration?: number | undefined }[] = isTimeline
        ? media
        : [{ media }];
      const clips = await Promise.all(entries.map((entry) => openClip(entry, index + 1, options)));
      return { ...settings, number: index + 1, clips, isTimeline, isMain: index === main };
    }),
  );
}

async function openClip(
  {
    media,
    start = 0,
    duration = null,
  }: { media: Input; start?: number | undefined; duration?: number | null | undefined },
  number: number,
  options: OpenOptions,
): Promise<LayerClip> {
  const composition = await openInput(media, options);
  if (composition.picture !== null) return { composition, picture: composition.picture, from: start, duration };
  throw new ProxxError("media_unsupported", `Layer ${number} has no picture.`, {
    hint: "Lay sound under a film with `overlayAudio`.",
  });
}
