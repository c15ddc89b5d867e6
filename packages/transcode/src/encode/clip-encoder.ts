import type { Loss, VerificationRow } from "@proxx/contract";
import type { FfmpegProgress, MediaExpectations } from "@proxx/media";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";
import type { PreparedClip } from "../prepare/prepared-job.ts";

/** What an encoder says of one encode; whether the file is right is judged by verification, not here. */
export interface EncodeOutcome {
  command: string[] | null;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  endedBy: "abort" | "stall" | "timeout" | null;
  stderrTail: string[];
  /** Lines of severity error. */
  errorLines: string[];
  /** The encoder said that it came to the end. */
  finished: boolean;
  frames: number | null;
  /** What of the source does not decode, and what can be done: where that is why the encode failed. */
  damage?: string;
  /** What a clip was encoded by in the end, where it was planned here: more may be known of it than before. */
  plan?: ClipPlan;
  /** Of a clip that was not planned here: what its encoder found out on the way. */
  findings?: EncodeFindings;
}

export interface EncodeFindings {
  expectations: MediaExpectations;
  checks: VerificationRow[];
  losses: Loss[];
}

interface EncodeProgress extends Pick<FfmpegProgress, "frame" | "fps" | "speed" | "outTimeSeconds"> {
  /** 0 to 1, of an encoder that tells no frames. */
  fraction?: number;
  etaSeconds?: number | null;
}

export interface EncodeOptions {
  signal?: AbortSignal | undefined;
  stallMs: number;
  onProgress: (progress: EncodeProgress) => void;
}

/** FFmpeg or DaVinci Resolve: makes the file `workingPath` of a clip. */
export interface ClipEncoder {
  version: string;
  /** Whether the working file must exist, empty, before the encoder starts. */
  writesInto: "existing" | "new";
  encode(clip: PreparedClip, workingPath: string, options: EncodeOptions): Promise<EncodeOutcome>;
  close(): Promise<void>;
}
