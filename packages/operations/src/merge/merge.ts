import { ProxxError } from "@proxx/contract";
import { rational, type Rational } from "@proxx/media";
import { frameIssues, frameShape, frameSize, rateOf } from "@proxx/composition";
import { defineFilmOperation } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import { mergeItems } from "./merge-items.ts";
import { openItems, type Clip } from "./open-items.ts";
import { merge } from "./signature.ts";

/** Clips and pictures one after the other, sound under them. */
export function createMerge(resources: OperationResources) {
  return defineFilmOperation(resources, {
    signature: merge.signature,
    version: 1,
    check: frameIssues,
    cutsTo: (params) => (params.fit === "crop" ? frameShape(params) : null),
    async edit({ items, ...params }, { tools, signal }) {
      if (items === undefined) throw new TypeError("Expected `items`");
      const { clips, sounds } = await openItems(items, { tools, signal });
      const [first, ...others] = clips;
      if (first === undefined) {
        throw new ProxxError("media_unsupported", "There is neither a clip nor a picture to be merged.", {
          hint: "Give at least one; `overlayAudio` puts one sound over another.",
        });
      }
      const { film, degradations } = mergeItems([first, ...others], sounds, {
        ...frameSize(first.film.picture, { ...params, mode: "pad" }),
        rate: params.fps === undefined ? firstRate(clips) : rateOf(params.fps),
        fit: params.fit,
        background: params.background,
        transition: params.transition ?? { type: "cut" },
        transitionDuration: params.transitionDuration ?? 0.5,
      });
      return { film, loudness: params.loudness, degradations };
    },
  });
}

/** Of pictures alone, 30 frames a second. */
function firstRate(clips: readonly Clip[]): Rational {
  return clips.find(({ film }) => !film.picture.still)?.film.picture.rate ?? rational(30);
}
