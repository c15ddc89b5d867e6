export { generateAudio, generateImage, generateVideo, media, transcribe } from "./builders/generate.ts";
export type {
  GenerateAudioParams,
  GenerateImageParams,
  GenerateVideoParams,
  TranscribeParams,
} from "./builders/generate.ts";
export { merge, type MergeItem, type MergeParams } from "./builders/merge.ts";
export { layers, reframe, removeBackground, transcode } from "./builders/picture.ts";
export type {
  LayerItem,
  LayersParams,
  ReframeParams,
  RemoveBackgroundParams,
  TranscodeParams,
} from "./builders/picture.ts";
export { lipSync, overlayAudio, type LipSyncParams, type OverlayAudioParams } from "./builders/sound.ts";
export { addSubtitles, captions, type AddSubtitlesParams, type CaptionsParams } from "./builders/subtitles.ts";
export { elevenlabs, fal, googleCloud, local, openai, replicate } from "./models/models.ts";
export type {
  ElevenLabsModel,
  FalModel,
  GoogleCloudModel,
  LocalModel,
  ModelOptions,
  OpenAiModel,
  ReplicateModel,
} from "./models/models.ts";

export type { Composable } from "./compose/composable.ts";
export type { Node } from "./compose/node.ts";
export { compose, type Pipeline, type ProgressListener } from "./compose/pipeline.ts";
export { executePlan, getExecutionStatus, type PlanInput } from "./execute/execute-plan.ts";
export type { ExecuteOptions } from "./execute/execute-options.ts";
export { ExecutionFailure } from "./execute/execution-failure.ts";
export type { PipelineExecution } from "./execute/pipeline-execution.ts";
export { verifyWebhook, type VerifyWebhookOptions, type WebhookHeaders } from "./webhook/verify-webhook.ts";

export {
  PlanValidationError,
  ProxxError,
  type Artifact,
  type Degradation,
  type Execution,
  type Execution as ExecutionStatusResponse,
  type ExecutionError,
  type ExecutionProgress,
  type ExecutionStatus,
  type Issue,
  type Job,
  type JobNode,
  type JobStatus,
  type Model,
  type Plan,
  type ProviderApiKeys,
  type ProxxErrorCode,
  type Transcript,
  type TranscriptWord,
  type Video,
  type WebhookBody,
} from "@proxx/contract";
