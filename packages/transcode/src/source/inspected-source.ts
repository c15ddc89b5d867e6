import type { SourceCompleteness } from "@proxx/contract";
import type { MediaFacts, PacketScan, VideoFacts } from "@proxx/media";

/** All that was found out about one source. */
export interface InspectedSource {
  path: string;
  identity: SourceIdentity;
  facts: MediaFacts;
  video: VideoFacts;
  /** By the decoder, unless the container says that there are no fields. */
  fieldOrder: "progressive" | "tt" | "bb";
  scan: PacketScan;
  completeness: SourceCompleteness;
}

/** What changes when somebody writes to a file. */
export interface SourceIdentity {
  inode: bigint;
  sizeBytes: bigint;
  modifiedNs: bigint;
}
