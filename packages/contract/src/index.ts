export { canonicalJson } from "./canonical-json.ts";
export { closestName, didYouMean } from "./closest-name.ts";
export { DOCUMENT_NAMES, documentJsonSchema, type DocumentName } from "./document-schemas.ts";
export { formatJsonPath, issueSchema, tidyIssue, type Issue } from "./issue.ts";
export type { JobProgress, JobProgressListener } from "./job-progress.ts";
export {
  jobResultSchema,
  type ClipResult,
  type Engine,
  type FailureReason,
  type JobResult,
  type Loss,
  type SourceCompleteness,
  type VerificationRow,
} from "./job-result.ts";
export {
  CODEC_ALIASES,
  CODECS,
  CONTAINERS,
  FPS_MODE_PATTERN,
  JOB_ID_PATTERN,
  JOBSPEC_FIELDS,
  JOBSPEC_VERSION,
  RESOLUTION_PATTERN,
  jobSpecSchema,
  legalContainers,
  type CheckedJobSpec,
  type Codec,
  type Container,
  type JobSpec,
} from "./job-spec.ts";
export {
  MAX_DOCUMENT_BYTES,
  MAX_ISSUES,
  documentTooLargeIssue,
  parseJsonDocument,
  type ParsedJson,
} from "./parse-json-document.ts";
export { printable } from "./printable.ts";
export {
  describeIssues,
  JobSpecValidationError,
  PROXX_ERROR_CODES,
  ProxxError,
  type ProxxErrorCode,
} from "./proxx-error.ts";
