import type { ExecuteAnswer, movieRequestSchema } from "@proxx/contract";
import type { z } from "zod";
import { randomKey } from "../client/random-key.ts";
import type { Sender } from "./sender.ts";

/** What a movie is asked for by: one of `url`, `text` and `script`, and how it is to look and sound. */
type MovieRequest = z.input<typeof movieRequestSchema> & {
  /** The movie that this one is another take of. */
  readonly baseExecutionId?: string;
};

/** Movies, which are executions of four jobs. */
export interface MoviesClient {
  start(movie: MovieRequest, options?: { idempotencyKey?: string }): Promise<ExecuteAnswer>;
}

export function createMovies(sender: Sender): MoviesClient {
  return {
    start: (body, { idempotencyKey = randomKey() } = {}) =>
      sender.send("POST", "/api/movies", { body, headers: { "idempotency-key": idempotencyKey } }),
  };
}
