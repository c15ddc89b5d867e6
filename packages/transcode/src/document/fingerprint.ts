import { createHash } from "node:crypto";
import { canonicalJson, type CheckedJobSpec } from "@proxx/contract";
import { findProfile } from "../profile/profiles.ts";

/**
 * What a JobSpec asks for, as one word: equal for two specs that differ only in key order, white space, spelling of the
 * codec, defaults left out, or the fields that name the job rather than the work.
 */
export function fingerprintOf(spec: CheckedJobSpec): string {
  const { created_at: _createdAt, job_id: _jobId, user_metadata: _userMetadata, ...work } = spec;
  const resolution = spec.resolution ?? findProfile(spec.proxy_profile)?.resolution ?? "same";
  const digest = createHash("sha256")
    .update(canonicalJson({ ...work, resolution }))
    .digest("hex");
  return `sha256:${digest}`;
}
