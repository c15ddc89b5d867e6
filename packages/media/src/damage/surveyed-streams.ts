import type { AudioFacts, VideoFacts } from "../probe/media-facts.ts";
import { toNumber, type Rational } from "../time/rational.ts";
import type { SurveyedStream } from "./stream-damage.ts";

/** A picture and sound tracks of a file as its survey looks at them. */
export function surveyedStreams(video: VideoFacts | null, tracks: readonly AudioFacts[]): SurveyedStream[] {
  return [...(video === null ? [] : [surveyed(video, "picture")]), ...tracks.map((track) => surveyed(track, "sound"))];
}

function surveyed(
  { index, codec, timeBase }: { index: number; codec: string; timeBase: Rational | null },
  kind: SurveyedStream["kind"],
): SurveyedStream {
  return { index, kind, codec, tickSeconds: timeBase === null ? 0 : toNumber(timeBase) };
}
