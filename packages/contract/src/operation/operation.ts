// What the engine asks of an operation, and what it gives it. The engine knows no operation but by this; an operation
// knows no engine but by this.
import type { z, ZodType } from "zod";
import type { Issue } from "../messages/issue.ts";
import type { Degradation } from "../execution/degradation.ts";
import type { AspectRatio } from "./aspect-ratio.ts";
import type { ProviderApiKeys } from "../execution/execute-request.ts";
import type { Artifact } from "../execution/execution.ts";
import type { Signature } from "./signature.ts";
import type { Reference } from "../plan/reference.ts";
import type { Load } from "./parked.ts";
import type { MakePart } from "./part.ts";
import type { OperationEvent } from "../execution/run-event.ts";
import type { Source } from "./source.ts";
import type { Transcript } from "../execution/transcript.ts";

/** A file that a job made or was given: where it lies, and what is known of it. */
export interface StoredArtifact {
  readonly artifact: Artifact;
  /** Absolute. Never to be written to. */
  readonly path: string;
}

/** The output of an earlier job, or a source, as an operation gets it in place of a `Source` parameter. */
export interface Input {
  /** The files; the first is the thing itself, others lie beside it (subtitles). Empty where it is deferred. */
  readonly files: readonly StoredArtifact[];
  /** What the operation before left to be rendered by this one. */
  readonly deferred: unknown;
  readonly transcript: Transcript | null;
  /** What the artifact was made of: the same identity, the same bytes. */
  readonly identity: string;
  /** Of a source: what it is called to whoever wrote the plan. */
  readonly shown?: string | undefined;
  /** Of a page: where it was found. */
  readonly origin?: PageOrigin | undefined;
}

/** Where a page was found, and how it said that it is to be read. */
export interface PageOrigin {
  /** As it was named: a URL or a path. */
  readonly location: string;
  /** Where a URL led, from which the links in it start. */
  readonly finalUrl: string | null;
  /** As its server declared it. */
  readonly mediaType: string | null;
  readonly charset: string | null;
}

/** The parameters of an operation with each `Source` replaced by what it stands for. */
export type Resolved<Params> = Params extends Source
  ? Input
  : Params extends Reference
    ? never
    : Params extends AspectRatio
      ? AspectRatio
      : Params extends readonly (infer Entry)[]
        ? Resolved<Entry>[]
        : Params extends object
          ? { [Key in keyof Params]: Resolved<Params[Key]> }
          : Params;

/** What is known of a medium beside its bytes. */
export type ArtifactFacts = Pick<Artifact, "width" | "height" | "duration" | "fps" | "hasAudio">;

/**
 * A file in the job's work folder, to be taken into the store, or one of the job's inputs, handed on as it is. The first
 * is the output itself.
 */
export interface ProducedFile {
  readonly path: string;
  readonly kind: Artifact["kind"];
  readonly mediaType: string;
  /** What the maker has measured already. Without it the file is probed, which takes a tenth of a second. */
  readonly facts?: ArtifactFacts;
}

export interface OperationOutput {
  readonly files: readonly ProducedFile[];
  /** In place of files, and only where `context.mayDefer`: what the next operation renders together with its own work. */
  readonly deferred?: unknown;
  readonly transcript?: Transcript | null;
  readonly degradations?: readonly Omit<Degradation, "jobId">[];
}

/** How a job will be done, known before it runs. Everything in it goes into the job's key. */
export interface Approach {
  /** `replicate:bytedance/seedance-1-pro`, `local:animatic`; null where no model is needed. */
  readonly provider: string | null;
  /** What stands in for something better: an error beforehand where the caller is strict. */
  readonly degradations: readonly Omit<Degradation, "jobId">[];
  /** What else decides the bytes: versions of tools, fonts, voices. */
  readonly build: Readonly<Record<string, string>>;
  /** Of what kind the work is, at first: what waits for somebody else holds no slot for computing. */
  readonly load: Load;
}

/** What an operation may ask about the plan it stands in, before anything runs. */
export interface PlanContext {
  /** The number of this job among those of its type, from 1. */
  readonly ordinal: number;
  /** The keys that came with the request, by the provider's name. */
  readonly providerApiKeys: ProviderApiKeys;
  /** Whether an input of this parameter will know its words (a transcription or speech comes before it). */
  readonly knowsWords: (param: string) => boolean;
  /** The shapes to which the jobs after this one cut the picture that it makes: what is to be read has to stand within them. */
  readonly cutTo: readonly AspectRatio[];
}

/** What there is for the work of one job. */
export interface JobContext extends PlanContext {
  readonly jobId: string;
  /** What `approach` said when the plan was taken, perhaps by another process: what is made is found again by that. */
  readonly build: Approach["build"];
  /** Its reason is a `JobStopped`, which says whether what was begun elsewhere is to be cancelled. */
  readonly signal: AbortSignal;
  /** Of `current` out of `total`, in any unit. */
  readonly progress: (current: number, total: number, message?: string) => void;
  /** Tells of something that those who watch the execution want to know. */
  readonly report: (event: OperationEvent) => void;
  /** An empty folder of the job's own, gone when the job has ended; where its output was left to another, with the execution. */
  readonly workDir: string;
  /**
   * A file that the job makes on its way, kept where its output will be: in another attempt, in another job, in another
   * process of this tenant it is found again by its ingredients.
   */
  readonly part: MakePart;
  /** What the job noted down with `remember`, on an earlier attempt as well: a request already paid for is not sent twice. */
  readonly remembered: unknown;
  readonly remember: (note: unknown) => Promise<void>;
  /**
   * Ends this run of the operation, by `Parked`, and has it run again after so long, or when there is news from outside: then
   * with what it has noted down, and nothing else. In between it holds nothing: no slot, no folder, no process, no time
   * limit. Where a caller of the operation has no other way, this waits like `pause`.
   */
  readonly park: (milliseconds: number) => Promise<void>;
  /** Goes on where there is room for work of this kind: at once where it is now, else as after `park`. */
  readonly continueOn: (load: Load) => Promise<void>;
  /** Where somebody else may say that there is news for this job, and nothing more; null where nobody could reach that. */
  readonly callbackUrl: () => Promise<string | null>;
  /** Waits so long, or until there is news from outside, and holds all it has. Rejects on abort. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Fetches what a provider made, under the same limits as any source. */
  readonly download: (url: string, path: string) => Promise<{ mediaType: string | null }>;
}

export interface OperationContext extends JobContext {
  /** Whether the output may be left to the one job that takes it. */
  readonly mayDefer: boolean;
}

/** An operation is a value. The same one runs in memory, in a worker on another machine, in a test. */
export interface Operation<Params = unknown> {
  readonly signature: Signature;
  /** Raised when the same parameters begin to give other bytes. */
  readonly version: number;
  /** Never leaves its output to the next job: what it makes is too dear to be made again with it. @default false */
  readonly alwaysMakesFiles?: boolean;
  /** How much it counts for in the progress of a plan, where others count for 1. @default 1 */
  readonly weight?: number;
  /** Takes deferred inputs: renders what the operations before it left to it. */
  readonly acceptsDeferred?: boolean;
  /** What is wrong with the parameters that their schema cannot say. Paths begin below `params`. */
  check?(params: Params, context: PlanContext): Issue[] | Promise<Issue[]>;
  approach(params: Params, context: PlanContext): Approach | Promise<Approach>;
  /** The shape to which it cuts the pictures that it takes; null where it leaves them whole. @default null */
  cutsTo?(params: Params): AspectRatio | null;
  /** Whether the output will know its words. @default whether it is a transcript */
  knowsWords?(context: PlanContext): boolean;
  run(params: Resolved<Params>, context: OperationContext): Promise<OperationOutput>;
}

/** An operation whose parameters are those of its signature's schema. The engine parses them with it before it calls. */
export function defineOperation<Schema extends ZodType>(
  operation: Operation<z.output<Schema>> & { readonly signature: Signature<Schema> },
): Operation {
  // The engine holds operations of all kinds in one list, which methods allow; that each gets its own parameters is the
  // schema's doing.
  return operation;
}
