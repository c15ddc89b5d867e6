import { parseRational, type Rational } from "../time/rational.ts";
import { runProbe, type ProbeOptions } from "./probe.ts";

/** From a time on, the picture has another form than before. */
interface PictureChange {
  /** Counted from the first frame; not a number where frames have no times. */
  atSeconds: number;
  /** How many frames the decoder gives before it. */
  framesBefore: number;
  width: number;
  height: number;
  sampleAspect: Rational;
  pixelFormat: string;
}

/** What a decoder makes of a picture from its start to its end. */
export interface SeenPictures {
  changes: PictureChange[];
  frames: number;
}

/** Decodes the picture, and tells where its size, its pixels or their shape change on the way. */
export async function findPictureChanges(path: string, options: ProbeOptions): Promise<SeenPictures> {
  const changes: PictureChange[] = [];
  let frames = 0;
  let first: number | null = null;
  let before: string | null = null;
  await runProbe(
    path,
    [
      ...["-select_streams", "V:0", "-of", "csv=p=0:nk=0", "-show_entries"],
      "frame=best_effort_timestamp_time,width,height,pix_fmt,sample_aspect_ratio",
    ],
    { ...options, timeoutMs: 24 * 3600 * 1000 },
    {
      takes: (line) => {
        const fields = Object.fromEntries(line.split(",").map((field) => field.split("=")));
        const time = Number(fields["best_effort_timestamp_time"]);
        const [width, height] = [Number(fields["width"]), Number(fields["height"])];
        if (!(width > 0)) return true;
        first ??= time;
        const form = `${width}x${height} ${fields["pix_fmt"]} ${fields["sample_aspect_ratio"]}`;
        if (before !== null && form !== before) {
          const sampleAspect = parseRational(fields["sample_aspect_ratio"]) ?? { numerator: 1, denominator: 1 };
          const pixelFormat = fields["pix_fmt"] ?? "";
          changes.push({ atSeconds: time - first, framesBefore: frames, width, height, sampleAspect, pixelFormat });
        }
        before = form;
        frames++;
        return true;
      },
    },
  );
  return { changes, frames };
}
