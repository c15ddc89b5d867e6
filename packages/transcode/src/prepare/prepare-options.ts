import type { ClipResult } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import type { ResolveApplication } from "../resolve/find-resolve.ts";
import type { SourceProbes } from "../source/inspect-source.ts";

export interface PrepareOptions {
  /** Folder that relative sources start at. @default the working directory */
  baseDirectory?: string | undefined;
  tools?: MediaTools | undefined;
  /** A file that remembers what the installed ffmpeg can do. */
  toolCacheFile?: string | undefined;
  /** DaVinci Resolve, where it is not at its usual place. */
  resolve?: ResolveApplication | undefined;
  /** Threads of an encoder whose bytes do not depend on their number. @default all cores */
  threads?: number | undefined;
  /** Sources that somebody has begun to read while this was still being loaded. */
  probes?: SourceProbes | undefined;
  signal?: AbortSignal | undefined;
  /** Clips that this same job has published before, by their place: they stand as they are in the result. @default none */
  published?: ReadonlyMap<number, ClipResult> | undefined;
}
