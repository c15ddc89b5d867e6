import { checkSlidePreview, printable, ProxxError, type Artifact, type SlidePreview } from "@proxx/contract";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { closing } from "./execution-problems.ts";
import type { ServerParts } from "./server-parts.ts";

/** A section with all that is said in it; a picture is named by its address, and does not come along. */
const MOST_BYTES = 128 * 1024;
/** They are drawn one after the other: whoever comes when so many wait would wait too long. */
const MOST_WAITING = 8;

/** Slides of movies that are still being written. */
export function previewRoutes(parts: ServerParts): Route[] {
  /** Keys that have one being drawn. */
  const drawing = new Set<string>();
  return [
    defineRoute({
      method: "POST",
      path: "/api/movies/previews",
      summary: "Draw one slide, to look at while it is written",
      description:
        "The picture is small and is kept nowhere; no model is asked, and nothing is fetched: of pictures, those are shown that the movie of `baseExecutionId` shows already. Of what a section's lines say, the words decide where it has no `slide`. `slide-count` tells on how many slides the section is shown. A key has one drawn at a time.",
      body: { mediaType: "application/json", schema: "SlidePreview", required: true },
      answers: {
        200: { description: "The slide.", mediaType: "image/png" },
        400: problemAnswer("It cannot be drawn, or there is no movie of that id."),
        422: problemAnswer("It takes too long to draw."),
        429: problemAnswer("The key has another one drawn, or too many wait."),
        503: problemAnswer("The server is closing."),
      },
      async handle({ json, tenant, keyId }) {
        const preview = readPreview(await json(MOST_BYTES));
        const made = await madeBefore(preview, tenant, parts);
        if (parts.closing.aborted) throw closing();
        const who = keyId ?? "";
        if (drawing.has(who) || drawing.size >= MOST_WAITING) throw busy();
        drawing.add(who);
        try {
          const { png, slides } = await parts.previewSlide(preview, made);
          return new Response(png, { headers: { "content-type": "image/png", "slide-count": String(slides) } });
        } catch (error) {
          throw error instanceof ProxxError ? undrawn(error) : error;
        } finally {
          drawing.delete(who);
        }
      },
    }),
  ];
}

function readPreview(body: unknown): SlidePreview {
  const { preview, issues } = checkSlidePreview(body);
  if (preview !== null) return preview;
  const [first] = issues;
  throw new Problem({
    status: 400,
    code: "invalid_document",
    title: "The slide cannot be drawn.",
    detail: first === undefined ? "It is not what a preview is asked for by." : `${first.path}: ${first.message}`,
    hint: "The reference at /docs says what a preview takes.",
    issues,
  });
}

async function madeBefore(
  { baseExecutionId }: SlidePreview,
  tenant: string | null,
  { executions }: ServerParts,
): Promise<readonly Artifact[]> {
  if (baseExecutionId === undefined) return [];
  const base = await executions.get(baseExecutionId, tenant);
  if (base !== null) return base.jobs.find(({ type }) => type === "drawSlides")?.outputs ?? [];
  throw new Problem({
    status: 400,
    code: "base_not_found",
    title: "The slide cannot be drawn.",
    detail: `There is no execution ${printable(baseExecutionId, 80)} that it could be of.`,
    hint: "Leave `baseExecutionId` out: the slide is drawn without pictures then.",
  });
}

function busy(): Problem {
  return new Problem({
    status: 429,
    code: "preview_busy",
    title: "Another slide is being drawn.",
    detail: "A key has one slide drawn at a time, and a few keys at once.",
    hint: "Ask again when the other one is there.",
    retryable: true,
    headers: { "retry-after": "1" },
  });
}

function undrawn({ code, message, hint }: ProxxError): Problem {
  const [status, name] = code === "job_timeout" ? [422, "preview_too_slow"] : [400, code];
  return new Problem({ status, code: name, title: "The slide cannot be drawn.", detail: message, hint });
}
