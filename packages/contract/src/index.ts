// A JobSpec and its result.
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
  type CodecAlias,
  type Container,
  type JobSpec,
} from "./job-spec/job-spec.ts";
export {
  jobResultSchema,
  type ClipResult,
  type ExecutionEngine,
  type FailureReason,
  type JobResult,
  type Loss,
  type SourceCompleteness,
  verificationRowSchema,
  type VerificationRow,
} from "./job-spec/job-result.ts";
export type { JobProgress, JobProgressListener } from "./job-spec/job-progress.ts";

// A plan: jobs, what they name of one another, the model that does one.
export { JOB_NODE_ID_PATTERN, jobNodeSchema, MAX_JOBS, planSchema, type JobNode, type Plan } from "./plan/plan.ts";
export { BASE_ID, quoteString, readStrings, Reference, type PlacedReference } from "./plan/reference.ts";
export { modelSchema, providerNameSchema, type Model } from "./plan/model.ts";
export type {
  BackgroundRemovalModel,
  ImageModel,
  LipSyncModel,
  ModelsByTask,
  ModelWithOptions,
  OptionNames,
  SpeechModel,
  TranscriptionModel,
  VideoModel,
} from "./plan/model-for.ts";
export { TASKS, type Task } from "./plan/task.ts";
export { PlanValidationError } from "./plan/plan-validation-error.ts";

// A script: what a movie says and shows.
export {
  scriptSchema,
  type Narration,
  type Script,
  type ScriptDocument,
  type Section,
  type SectionBackground,
  type SourceSpan,
} from "./script/script.ts";
export { SLIDE_LAYOUTS, slideSchema, type Slide, type SlideLayout, type SlideOf } from "./script/slide.ts";
export { personaSchema, SCRIPT_ID_PATTERN, type Persona } from "./script/persona.ts";
export { voiceChoiceSchema, type VoiceChoice } from "./script/voice-choice.ts";
export { localizeScript } from "./script/translations/localize-script.ts";
export {
  languagesOfScript,
  missingTranslations,
  missingTranslationIssues,
  type TranslatableText,
} from "./script/translations/translatable-texts.ts";
export { withTranslations, type Translation } from "./script/translations/with-translations.ts";
export { filesOfScript, isAddress, withoutFiles } from "./script/files-of-script.ts";
export { checkScript, type ScriptCheck } from "./script/check-script.ts";
export { brandSchema, movieConfigSchema, type BrandConfig, type MovieConfig } from "./script/movie-config.ts";
export { ScriptValidationError } from "./script/script-validation-error.ts";

// A movie: what each of its steps takes, and what all of them take together.
export {
  drawSlidesSchema,
  MOVIE_THEMES,
  renderMovieSchema,
  speakScriptSchema,
  writeScriptSchema,
  type DrawSlidesStep,
  type RenderMovieStep,
  type SpeakScriptStep,
  type WriteScriptStep,
} from "./movie/movie-steps.ts";
export { movieJobs, movieRequestIssues, movieRequestSchema } from "./movie/movie-request.ts";
export { movieSizeOf } from "./movie/movie-size.ts";
export { SUBTITLE_STYLES, type SubtitleStyle } from "./movie/subtitle-style.ts";
export { checkSlidePreview, slidePreviewSchema, type DrawnPreview, type SlidePreview } from "./movie/slide-preview.ts";

// An operation: what is known of it, what its parameters are, what the engine asks of it. The schemas that parameters are
// made of are in `parameters.ts`.
export type { InputSlot, Signature } from "./operation/signature.ts";
export { ANCHORS, type Anchor, type Loudness } from "./operation/parameter-types.ts";
export { AspectRatio } from "./operation/aspect-ratio.ts";
export {
  MEDIA_KINDS,
  MOVIE_KINDS,
  OUTPUT_KINDS,
  Source,
  type MediaKind,
  type MovieKind,
  type OutputKind,
  type SourceKind,
  type Yields,
} from "./operation/source.ts";
export {
  defineOperation,
  type Approach,
  type ArtifactFacts,
  type Input,
  type JobContext,
  type Operation,
  type OperationContext,
  type OperationOutput,
  type PageOrigin,
  type PlanContext,
  type ProducedFile,
  type Resolved,
  type StoredArtifact,
} from "./operation/operation.ts";

export type { MakePart, Part, PartIdentity, PartRequest } from "./operation/part.ts";
export { Parked, type Load } from "./operation/parked.ts";
export { JobStopped, stopReasonOf, type StopReason } from "./operation/job-stopped.ts";

// An execution of a plan: the request, the document, what was done in a lesser way.
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
  type JobCommand,
  type JobStatus,
  type Video,
  type WebhookBody,
} from "./execution/execution.ts";
export type { OperationEvent, RunEvent, RunEventBody } from "./execution/run-event.ts";
export {
  DELIVERY_STATUSES,
  type DeliveryState,
  type DeliveryStatus,
  type WebhookAttempt,
} from "./execution/webhook-delivery.ts";
export { degradationSchema, type Degradation } from "./execution/degradation.ts";
export {
  transcriptSchema,
  transcriptWordSchema,
  type Transcript,
  type TranscriptWord,
} from "./execution/transcript.ts";

// What a server says beside that.
export {
  executionCountsSchema,
  executionSummarySchema,
  executionWithUrlsSchema,
  type EventHistory,
  type ExecutionCounts,
  type ExecutionSummary,
  type ExecutionWithUrls,
  type NumberedEvent,
  type Page,
} from "./server/execution-page.ts";
export { deliverySchema, type DeliveryDocument } from "./server/delivery.ts";
export {
  JOB_SPEC_STATUSES,
  jobSpecCheckSchema,
  runJobSchema,
  type JobSpecCheck,
  type JobSpecStatus,
  type RunJob,
} from "./server/run-job.ts";
export { jobSpecChoicesSchema, type JobSpecChoices } from "./server/job-spec-choices.ts";
export { sessionSchema, type Session } from "./server/session.ts";
export { findingSchema, systemSchema, type Finding, type System } from "./server/system.ts";
export type { TenantNews } from "./server/tenant-news.ts";
export {
  WATCH_STATES,
  watchFoldersSchema,
  type WatchedSpec,
  type WatchFolder,
  type WatchFolders,
  type WatchState,
} from "./server/watch-folder.ts";
export { uploadSchema, type Upload } from "./server/upload.ts";

// A composition in TypeScript: builders make its steps.
export { createNode, isNode, type Node } from "./compose/node.ts";
export type { Nested } from "./compose/checked-params.ts";
export { isComposable, NODE, PIPELINE } from "./compose/composable.ts";
export { checkedParams } from "./compose/checked-params.ts";
export type { ParamsOf } from "./compose/params-of.ts";
export { itemsAndOptions } from "./compose/items-and-options.ts";

// JSON: reading it, writing it for a hash, walking it, its schemas.
export {
  MAX_DOCUMENT_BYTES,
  MAX_ISSUES,
  documentTooLargeIssue,
  parseJsonDocument,
  type ParsedJson,
} from "./json/parse-json-document.ts";
export { canonicalJson } from "./json/canonical-json.ts";
export { mapLeaves, type Path } from "./json/map-leaves.ts";
export { isPlainObject } from "./json/plain-object.ts";
export { valueAt } from "./json/value-at.ts";
export { DOCUMENT_NAMES, documentJsonSchema, planDocumentSchema, type DocumentName } from "./json/document-schemas.ts";

// What is told to people: issues, errors, and the words in them.
export { formatJsonPath, issueSchema, tidyIssue, type Issue } from "./messages/issue.ts";
export {
  describeIssues,
  JobSpecValidationError,
  PROXX_ERROR_CODES,
  ProxxError,
  type ProxxErrorCode,
} from "./messages/proxx-error.ts";
export { errorMessage } from "./messages/error-message.ts";
export { describeJson } from "./messages/describe-json.ts";
export { describeValue } from "./messages/describe-value.ts";
export { closestName, didYouMean } from "./messages/closest-name.ts";
export { printable } from "./messages/printable.ts";
export { describeSchemaIssues, noPlaceForReference } from "./messages/schema-issues.ts";

// When to try again.
export { backoffMs } from "./retries/backoff.ts";
export { readRetryAfter } from "./retries/retry-after.ts";
