import { ProxxError } from "@proxx/contract";
import { fileUrl, filter, inputStream, rational, type GraphInput, type Stream } from "@proxx/media";
import type { Picture } from "../composition.ts";
import { even } from "../exact-streams.ts";
import { readImageHeader } from "./image-header.ts";
import { scaled, standardForm } from "../picture/scaled.ts";

/** A picture of so many pixels takes a gigabyte while it is decoded. */
const MAX_PIXELS = 150_000_000;

/** A picture file, turned upright. */
export async function stillPicture(path: string): Promise<Picture> {
  const header = await readImageHeader(path);
  if (header === null) {
    throw new ProxxError("media_unsupported", "A picture is neither PNG, JPEG nor WebP.", {
      hint: "Save it as one of these.",
    });
  }
  if (header.type === "webp" && header.animated) {
    throw new ProxxError("media_unsupported", "An animated WebP cannot be used.", { hint: "Give it as a video." });
  }
  if (header.width * header.height > MAX_PIXELS || header.width * header.height === 0) {
    throw new ProxxError("media_unsupported", `A picture of ${header.width}x${header.height} cannot be used.`, {
      hint: "Scale it down: 8192 pixels a side are more than any result has.",
    });
  }
  const input: GraphInput = {
    prepare: () => [
      // The demuxer is named, so that ffmpeg does not guess one by the bytes. Newer versions turn pictures by themselves.
      ...["-protocol_whitelist", "file,pipe", "-noautorotate", "-f", `${header.type}_pipe`],
      ...["-i", fileUrl(path)],
    ],
  };
  const first = filter(inputStream(input, "video"), "trim", { end_frame: 1 });
  const turned = header.orientation > 4;
  const width = even(turned ? header.height : header.width);
  const height = even(turned ? header.width : header.height);
  const stream = standardForm(scaled(upright(first, header.orientation), { width, height }), header.alpha);
  return { stream, width, height, rate: rational(30), frames: 1, still: true, alpha: header.alpha };
}

const MIRROR_AND_TURN = 0;
const TURN_CLOCKWISE = 1;
const TURN_BACK = 2;
const TURN_CLOCKWISE_AND_MIRROR = 3;

function upright(stream: Stream, orientation: number): Stream {
  switch (orientation) {
    case 2:
      return filter(stream, "hflip");
    case 3:
      return filter(filter(stream, "hflip"), "vflip");
    case 4:
      return filter(stream, "vflip");
    case 5:
      return filter(stream, "transpose", { dir: MIRROR_AND_TURN });
    case 6:
      return filter(stream, "transpose", { dir: TURN_CLOCKWISE });
    case 7:
      return filter(stream, "transpose", { dir: TURN_CLOCKWISE_AND_MIRROR });
    case 8:
      return filter(stream, "transpose", { dir: TURN_BACK });
    default:
      return stream;
  }
}
