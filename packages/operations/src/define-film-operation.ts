import {
  defineOperation,
  type Approach,
  type AspectRatio,
  type Degradation,
  type Input,
  type Issue,
  type JobContext,
  type Loudness,
  type Operation,
  type PlanContext,
  type Resolved,
  type Signature,
} from "@proxx/contract";
import { finish, openInput, type Composition } from "@proxx/composition";
import type { MediaTools } from "@proxx/media";
import type { z, ZodType } from "zod";
import { ffmpegApproach, type OperationResources } from "./operation-resources.ts";

export interface FilmContext extends JobContext {
  readonly tools: MediaTools;
  /** An input as a film that can be edited. */
  readonly open: (input: Input) => Promise<Composition>;
}

/** What an edit has made of its inputs: a film that is not yet rendered. */
interface EditedFilm {
  readonly film: Composition;
  /** What the plan wants of the result. */
  readonly loudness?: Loudness | undefined;
  readonly degradations?: readonly Omit<Degradation, "jobId">[];
  /** A model was paid for it: rendered at once, since what is left to the next job is made again when that one changes. */
  readonly isPaidFor?: boolean;
}

interface FilmOperation<Schema extends ZodType> {
  readonly signature: Signature<Schema>;
  /** Raised when the same parameters begin to give other bytes. */
  readonly version: number;
  readonly check?: (params: z.output<Schema>, context: PlanContext) => Issue[] | Promise<Issue[]>;
  /** @default ffmpeg alone does it */
  readonly approach?: (params: z.output<Schema>, context: PlanContext) => Approach | Promise<Approach>;
  /** The shape to which it cuts the pictures that it takes. @default none: they stay whole */
  readonly cutsTo?: (params: z.output<Schema>) => AspectRatio | null;
  /** @default whether any of its inputs does */
  readonly knowsWords?: (context: PlanContext) => boolean;
  readonly edit: (params: Resolved<z.output<Schema>>, context: FilmContext) => EditedFilm | Promise<EditedFilm>;
}

/**
 * An operation that edits films. It is given what the operations before it left unrendered, and says what becomes of it;
 * whether that is rendered or left to the next operation in its turn is none of its business.
 */
export function defineFilmOperation<Schema extends ZodType>(
  resources: OperationResources,
  { edit, ...operation }: FilmOperation<Schema>,
): Operation {
  const { inputs } = operation.signature;
  return defineOperation<Schema>({
    acceptsDeferred: true,
    approach: () => ffmpegApproach(resources),
    knowsWords: (context) => inputs.some(({ param }) => context.knowsWords(param)),
    ...operation,
    async run(params, context) {
      const tools = await resources.tools();
      const open = (input: Input) => openInput(input, { tools, signal: context.signal });
      const { film, loudness, degradations = [], isPaidFor = false } = await edit(params, { ...context, tools, open });
      const mayDefer = context.mayDefer && !isPaidFor;
      return finish(film, { ...context, mayDefer }, { tools, loudness, degradations });
    },
  });
}
