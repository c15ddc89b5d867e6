import type { System } from "@proxx/contract";
import type { Deliveries, Engine, OpenArtifact, Runtime } from "@proxx/runtime";
import type { OwnFiles } from "../uploads/own-files.ts";
import type { UploadStore } from "../uploads/upload-store.ts";
import type { Deliverer } from "../webhooks/deliverer.ts";
import type { ServerMetrics } from "../metrics/server-metrics.ts";
import type { JobSpecs } from "../job-specs/job-specs.ts";
import type { KeyStore } from "../keys/key-store.ts";
import type { Executions } from "../executions/executions.ts";
import type { NewsDesk } from "../news/news-desk.ts";
import type { SessionStore } from "../sessions/session-store.ts";

/** What routes work with. */
export interface ServerParts {
  readonly executions: Executions;
  /** Which executions stand otherwise, for whoever looks on. */
  readonly news: NewsDesk;
  readonly sessions: SessionStore;
  /** What was made, by the hash of its bytes, whoever made it; null where its bytes are not to be had any more. */
  readonly openArtifact: (sha256: string) => Promise<OpenArtifact | null>;
  readonly metrics: ServerMetrics;
  /** A request by which executions may begin, with the `traceparent` that it came with. */
  readonly traceRequest: Runtime["traceRequest"];
  /** Lets the job of a callback's token ask at once; false for what is no token. */
  readonly callBack: (token: string) => Promise<boolean>;
  /** Draws one slide of a movie that is still being written. */
  readonly previewSlide: Runtime["previewSlide"];
  /** What there is of what has not ended. */
  readonly figures: Engine["figures"];
  readonly describeSystem: () => Promise<System>;
  readonly jobSpecs: JobSpecs;
  /** The folders that are open to JobSpecs. Absolute. */
  readonly mediaRoots: readonly string[];
  readonly uploads: UploadStore;
  readonly ownFiles: OwnFiles;
  /** Of one upload. */
  readonly maxUploadBytes: number;
  readonly keys: KeyStore;
  readonly deliveries: Deliveries;
  readonly deliverer: Deliverer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The folder of the server's data. Absolute. */
  readonly home: string;
  /** Of the body of a request that is a document. */
  readonly maxDocumentBytes: number;
  /** Of one plan. */
  readonly maxJobs: number;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}
