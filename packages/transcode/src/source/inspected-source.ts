import type { SourceCompleteness } from "@proxx/contract";
import type { MediaFacts, Opening, TimeLine, VideoFacts } from "@proxx/media";

/** All that was found out about a source that ffmpeg reads. */
export interface InspectedSource {
  engine: "ffmpeg";
  identity: SourceIdentity;
  facts: MediaFacts;
  video: VideoFacts;
  /** By the decoder, unless the container says that there are no fields. */
  fieldOrder: "progressive" | "tt" | "bb";
  timeLine: TimeLine;
  /** Of a stream that was cut into the middle of a group of pictures: where it is read from. */
  opening: Opening | null;
  /** What the decoder says against a beginning that refers to pictures before the cut. */
  startComplaints: string[];
  completeness: SourceCompleteness;
}

/** Camera RAW, which only DaVinci Resolve reads. */
export interface RawSource {
  engine: "resolve";
  identity: SourceIdentity;
  /** As far as ffprobe could read the container. */
  facts: MediaFacts | null;
  /** Why ffmpeg cannot read it. */
  why: string;
}

/** What changes when somebody writes to a file. */
export interface SourceIdentity {
  inode: bigint;
  sizeBytes: bigint;
  modifiedNs: bigint;
}

/** Why a source can be used by no engine. */
export interface SourceProblem {
  code: string;
  message: string;
  hint: string;
}
