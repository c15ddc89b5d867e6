export { canonicalJson } from "./json/canonical-json.ts";
export { checkedParams } from "./compose/checked-params.ts";
export { isComposable, NODE, PIPELINE } from "./compose/composable.ts";
export { itemsAndOptions } from "./compose/items-and-options.ts";
export { createNode, isNode, type Node } from "./compose/node.ts";
export type { ParamsOf } from "./compose/params-of.ts";
export { closestName, didYouMean } from "./messages/closest-name.ts";
export { DOCUMENT_NAMES, documentJsonSchema, type DocumentName } from "./json/document-schemas.ts";
export { errorMessage } from "./messages/error-message.ts";
export { formatJsonPath, issueSchema, tidyIssue, type Issue } from "./messages/issue.ts";
export type { JobProgress, JobProgressListener } from "./job-spec/job-progress.ts";
export {
  jobResultSchema,
  type ClipResult,
  type ExecutionEngine,
  type FailureReason,
  type JobResult,
  type Loss,
  type SourceCompleteness,
  type VerificationRow,
} from "./job-spec/job-result.ts";
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
} from "./job-spec/job-spec.ts";
export {
  MAX_DOCUMENT_BYTES,
  MAX_ISSUES,
  documentTooLargeIssue,
  parseJsonDocument,
  type ParsedJson,
} from "./json/parse-json-document.ts";
export { describeJson } from "./messages/describe-json.ts";
export { describeValue } from "./messages/describe-value.ts";
export { isPlainObject } from "./json/plain-object.ts";
export { printable } from "./messages/printable.ts";
export {
  describeIssues,
  JobSpecValidationError,
  PROXX_ERROR_CODES,
  ProxxError,
  type ProxxErrorCode,
} from "./messages/proxx-error.ts";
export { degradationSchema, type Degradation } from "./execution/degradation.ts";
export {
  executeAnswerSchema,
  executeRequestSchema,
  problemSchema,
  providerApiKeysSchema,
  type ExecuteAnswer,
  type ExecuteRequest,
  type Problem,
  type ProviderApiKeys,
} from "./execution/execute-request.ts";
export {
  artifactSchema,
  executionErrorSchema,
  executionSchema,
  EXECUTION_STATUSES,
  JOB_STATUSES,
  jobSchema,
  videoSchema,
  webhookBodySchema,
  type Artifact,
  type Execution,
  type ExecutionError,
  type ExecutionProgress,
  type ExecutionStatus,
  type Job,
  type JobStatus,
  type Video,
  type WebhookBody,
} from "./execution/execution.ts";
export { defineOperation } from "./operation/operation.ts";
export { modelSchema, PROVIDER_NAMES, type Model, type ProviderName } from "./plan/model.ts";
export type {
  Approach,
  ArtifactFacts,
  Input,
  Operation,
  OperationContext,
  OperationOutput,
  PlanContext,
  ProducedFile,
  Resolved,
  StoredArtifact,
} from "./operation/operation.ts";
export { ANCHORS, type Anchor, type Loudness } from "./operation/parameter-types.ts";
export { JOB_NODE_ID_PATTERN, jobNodeSchema, MAX_JOBS, planSchema, type JobNode, type Plan } from "./plan/plan.ts";
export { PlanValidationError } from "./plan/plan-validation-error.ts";
export { BASE_ID, quoteString, readStrings, Reference } from "./plan/reference.ts";
export { leavesOf, mapLeaves, type Leaf, type Path } from "./json/map-leaves.ts";
export { AspectRatio } from "./operation/aspect-ratio.ts";
export type { InputSlot, Signature } from "./operation/signature.ts";
export {
  MEDIA_KINDS,
  OUTPUT_KINDS,
  Source,
  type MediaKind,
  type OutputKind,
  type SourceKind,
  type Yields,
} from "./operation/source.ts";
export {
  transcriptSchema,
  transcriptWordSchema,
  type Transcript,
  type TranscriptWord,
} from "./execution/transcript.ts";
