import { formatJsonPath, ProxxError, type Degradation, type Issue } from "@proxx/contract";
import { filter } from "@proxx/media";
import type { z } from "zod";
import {
  type Fit,
  type Picture,
  anchorShares,
  fitPicture,
  frameIssues,
  frameShape,
  frameSize,
  largestPart,
  resized,
} from "@proxx/composition";
import { defineFilmOperation, type FilmContext } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import { followMotion } from "./follow-motion.ts";
import { pathExpression } from "./path-expression.ts";
import { reframe } from "./signature.ts";

type Params = z.output<typeof reframe.signature.params>;

/** Another shape of picture: cut, bordered, or following what moves. */
export function createReframe(resources: OperationResources) {
  return defineFilmOperation(resources, {
    signature: reframe.signature,
    version: 3,
    check: checkFrame,
    cutsTo: (params) => (params.mode === "pad" || params.mode === "blur" ? null : frameShape(params)),
    async edit({ video, aspectRatio, width, height, loudness, ...fit }, context) {
      if (video === undefined) throw new TypeError("Expected `video`");
      const film = await context.open(video);
      if (film.picture === null) {
        throw new ProxxError("media_unsupported", "What is to be reframed has no picture.", {
          hint: "Give it a video or a picture.",
        });
      }
      const size = frameSize(film.picture, { aspectRatio, width, height, mode: fit.mode });
      const { picture, degradations } = await reframed(film.picture, { ...fit, ...size }, context);
      return { film: { ...film, picture }, loudness, degradations };
    },
  });
}

function checkFrame(params: Params): Issue[] {
  const { aspectRatio, width, height } = params;
  if (aspectRatio !== undefined || width !== undefined || height !== undefined) return frameIssues(params);
  return [
    {
      path: formatJsonPath(["aspectRatio"]),
      code: "missing_parameter",
      message: "The new frame has neither a shape nor a size.",
      hint: 'Say `aspectRatio`, such as "9:16", or `width` and `height`.',
    },
  ];
}

/** What is wanted of the new frame, whose size is settled. */
interface Frame extends Omit<Fit, "mode"> {
  readonly mode: Params["mode"];
}

interface Reframed {
  readonly picture: Picture;
  readonly degradations: readonly Omit<Degradation, "jobId">[];
}

async function reframed(picture: Picture, { mode, ...frame }: Frame, context: FilmContext): Promise<Reframed> {
  if (mode !== "auto") return { picture: fitPicture(picture, { ...frame, mode }), degradations: [] };
  const { anchor, focus } = frame;
  const part = largestPart(picture, frame);
  const room = { x: picture.width - part.width, y: picture.height - part.height };
  // A still does not move, and of what is seen whole nothing can be lost.
  if (picture.still || (room.x === 0 && room.y === 0)) {
    return { picture: fitPicture(picture, { ...frame, mode: "crop" }), degradations: [] };
  }
  const along = room.x >= room.y ? "x" : "y";
  const [side, length] = along === "x" ? [picture.width, part.width] : [picture.height, part.height];
  const rest =
    focus === undefined ? (side - length) * anchorShares(anchor ?? "center")[along] + length / 2 : focus[along] * side;
  const { path, found } = await followMotion(picture, { along, length, rest }, context, context.tools);
  const corner = path.map((knots) => knots.map(({ frame, position }) => ({ frame, position: position - length / 2 })));
  const middle = { x: Math.floor(room.x / 4) * 2, y: Math.floor(room.y / 4) * 2 };
  const stream = filter(picture.stream, "crop", {
    w: part.width,
    h: part.height,
    ...middle,
    [along]: pathExpression(corner),
    // To the pixel, or slow movements would go in jerks of two; colour lags by half a pixel at most.
    exact: 1,
  });
  const degradations = found ? [] : [NOTHING_MOVES];
  return { picture: resized({ ...picture, ...part, stream }, frame), degradations };
}

const NOTHING_MOVES = {
  code: "nothing_moves",
  message: "Nothing that moves by itself was found in the film: the same part of the picture is kept throughout.",
  hint: 'Say with `focus` or `anchor` which part, and `mode: "crop"`.',
} as const;
