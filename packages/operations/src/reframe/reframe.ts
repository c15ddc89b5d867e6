import { formatJsonPath, ProxxError, type Issue } from "@proxx/contract";
import { filter } from "@proxx/media";
import type { z } from "zod";
import {
  type Fit,
  type Picture,
  anchorShares,
  fitPicture,
  frameIssues,
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
    version: 2,
    check: checkFrame,
    async edit({ video, aspectRatio, width, height, loudness, ...fit }, context) {
      if (video === undefined) throw new TypeError("Expected `video`");
      const film = await context.open(video);
      if (film.picture === null) {
        throw new ProxxError("media_unsupported", "What is to be reframed has no picture.", {
          hint: "Give it a video or a picture.",
        });
      }
      const size = frameSize(film.picture, { aspectRatio, width, height, mode: fit.mode });
      const picture = await reframed(film.picture, { ...fit, ...size }, context);
      return { film: { ...film, picture }, loudness };
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

async function reframed(picture: Picture, { mode, ...frame }: Frame, context: FilmContext): Promise<Picture> {
  if (mode !== "auto") return fitPicture(picture, { ...frame, mode });
  const { anchor, focus } = frame;
  const part = largestPart(picture, frame);
  const room = { x: picture.width - part.width, y: picture.height - part.height };
  // A still does not move, and of what is seen whole nothing can be lost.
  if (picture.still || (room.x === 0 && room.y === 0)) return fitPicture(picture, { ...frame, mode: "crop" });
  const along = room.x >= room.y ? "x" : "y";
  const [side, length] = along === "x" ? [picture.width, part.width] : [picture.height, part.height];
  const rest =
    focus === undefined ? (side - length) * anchorShares(anchor ?? "center")[along] + length / 2 : focus[along] * side;
  const path = await followMotion(picture, { along, length, rest }, context, context.tools);
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
  return resized({ ...picture, ...part, stream }, frame);
}
