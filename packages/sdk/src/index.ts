export * from "@proxx/operations/builders";
export { elevenlabs, fal, googleCloud, local, openai, provider, replicate } from "./models/models.ts";
export type {
  ElevenLabsModel,
  FalModel,
  GoogleCloudModel,
  LocalModel,
  ModelOptions,
  OpenAiModel,
  ReplicateModel,
} from "./models/models.ts";

export * from "./client-entry.ts";
export { compose } from "./compose/compose.ts";
export { movie, type MovieParams } from "./compose/movie.ts";
export { outputs } from "./compose/outputs.ts";
export type { Composable, Outputs, Pipeline } from "./compose/pipeline.ts";
export { executePlan, getExecutionStatus, type PlanInput } from "./execute/execute-plan.ts";
export type { ExecuteOptions, ProgressListener } from "./execute/execute-options.ts";
export type { Provider } from "./embedded/provider.ts";
export { ExecutionFailure } from "./execute/execution-failure.ts";
export type { PipelineExecution } from "./execute/pipeline-execution.ts";
export { verifyWebhook, type VerifyWebhookOptions, type WebhookHeaders } from "./webhook/verify-webhook.ts";

export {
  PlanValidationError,
  ProxxError,
  type Artifact,
  type BackgroundRemovalModel,
  type Degradation,
  type Execution,
  type Execution as ExecutionStatusResponse,
  type ExecutionError,
  type ExecutionProgress,
  type ExecutionStatus,
  type ImageModel,
  type Issue,
  type Job,
  type JobNode,
  type JobStatus,
  type LipSyncModel,
  type Model,
  type Node,
  type Plan,
  type ProviderApiKeys,
  type ProxxErrorCode,
  type SpeechModel,
  type Transcript,
  type TranscriptWord,
  type TranscriptionModel,
  type Video,
  type VideoModel,
  type WebhookBody,
} from "@proxx/contract";
