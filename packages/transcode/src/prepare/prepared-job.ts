import type { CheckedJobSpec, ExecutionEngine } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";
import type { Profile } from "../profile/profiles.ts";
import type { ConnectedResolve } from "../resolve/check-resolve.ts";
import type { SourceIdentity } from "../source/inspected-source.ts";

/** A clip that nothing is known to stand against. */
export interface PreparedClip {
  sourcePath: string;
  outputPath: string;
  identity: SourceIdentity;
  /** Null for a clip that DaVinci Resolve makes. */
  plan: ClipPlan | null;
}

/** A job that has passed every check. */
export interface PreparedJob {
  spec: CheckedJobSpec;
  jobId: string;
  fingerprint: string;
  profile: Profile;
  engine: ExecutionEngine;
  tools: MediaTools;
  resolve: ConnectedResolve | null;
  clips: PreparedClip[];
}
