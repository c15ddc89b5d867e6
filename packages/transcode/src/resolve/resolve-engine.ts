import type { EncodeEngine } from "../engine.ts";
import type { PreparedJob } from "../prepare-job.ts";

export function createResolveEngine(_job: PreparedJob): EncodeEngine {
  throw new Error("being written");
}
