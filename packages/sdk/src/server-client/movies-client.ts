import type { ExecuteAnswer, movieRequestSchema, slidePreviewSchema } from "@proxx/contract";
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
  /** One slide as a PNG, to be looked at while it is written, and how many slides its section has. A key has one drawn at a time. */
  preview(
    slide: z.input<typeof slidePreviewSchema>,
    options?: { signal?: AbortSignal },
  ): Promise<{ png: Blob; slides: number }>;
}

export function createMovies(sender: Sender): MoviesClient {
  return {
    start: (body, { idempotencyKey = randomKey() } = {}) =>
      sender.send("POST", "/api/movies", { body, headers: { "idempotency-key": idempotencyKey } }),
    async preview(slide, { signal } = {}) {
      const response = await sender.open("/api/movies/previews", {
        method: "POST",
        body: JSON.stringify(slide),
        headers: { "content-type": "application/json" },
        signal: signal ?? null,
      });
      return { png: await response.blob(), slides: Number(response.headers.get("slide-count") ?? 1) };
    },
  };
}
