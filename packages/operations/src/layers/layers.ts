import { formatJsonPath, type Issue } from "@proxx/contract";
import type { z } from "zod";
import {
  cutCaptions,
  joinCaptions,
  secondsOfFrames,
  type Composition,
  cutTranscript,
  joinTranscripts,
} from "@proxx/composition";
import { defineFilmOperation } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import { layPictures } from "./lay-pictures.ts";
import { mixLayers, volumeOf } from "./mix-layers.ts";
import { openLayers } from "./open-layers.ts";
import { planLayers, type Canvas, type PlannedLayer } from "./plan-layers.ts";
import { layers } from "./signature.ts";

/** Pictures upon pictures: in corners, in boxes, one after the other, with a colour taken away. */
export function createLayers(resources: OperationResources) {
  return defineFilmOperation(resources, {
    signature: layers.signature,
    version: 2,
    check: checkLayers,
    async edit({ items, background, loudness, ...wanted }, { tools, signal }) {
      if (items === undefined) throw new TypeError("Expected `items`");
      const layers = await openLayers(items, { tools, signal });
      const { canvas, planned } = planLayers(layers, wanted);
      const film: Composition = {
        picture: layPictures(planned, canvas, background),
        sound: mixLayers(planned, canvas),
        ...wordsOf(planned, canvas),
      };
      return { film, loudness };
    },
  });
}

/** What is said in the layers that are heard, and in the main one. */
function wordsOf(
  planned: readonly PlannedLayer[],
  { rate }: Canvas,
): Pick<Composition, "transcript" | "subtitles" | "besides"> {
  const heard = planned.filter((one) => one.layer.isMain || volumeOf(one) > 0);
  const parts = heard.flatMap((one) =>
    one.segments.map(({ clip, at, frames }) => {
      const span = { start: clip.from, end: clip.from + secondsOfFrames(frames, rate) };
      return { composition: clip.composition, span, at: secondsOfFrames(one.at + at, rate) };
    }),
  );
  const transcripts = parts.map(({ composition: { transcript }, span, at }) => ({
    transcript: transcript === null ? null : cutTranscript(transcript, span),
    at,
  }));
  const captions = parts.map(({ composition, span, at }) => ({ captions: cutCaptions(composition, span), at }));
  return { transcript: joinTranscripts(transcripts), ...joinCaptions(captions) };
}

type Params = z.output<typeof layers.signature.params>;

function checkLayers({ items = [], duration }: Params): Issue[] {
  const mains = items.flatMap((item, index) => ("main" in item && item.main === true ? [index] : []));
  const second = mains[1];
  const twice =
    second === undefined
      ? []
      : [
          {
            path: formatJsonPath(["items", second, "main"]),
            code: "contradiction",
            message: "Only one layer can be the main one.",
            hint: "Say `main` of the layer that decides size and length.",
          },
        ];
  const late = items.flatMap((item, index) => {
    const start = "start" in item ? item.start : undefined;
    if (start === undefined || duration === undefined || start < duration) return [];
    return [
      {
        path: formatJsonPath(["items", index, "start"]),
        code: "out_of_range",
        message: `The layer begins at ${start} s, when the whole, which lasts ${duration} s, has ended.`,
        hint: "Let it begin earlier, or make `duration` longer.",
      },
    ];
  });
  return [...twice, ...late];
}
