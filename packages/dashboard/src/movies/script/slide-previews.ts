/**
 * Pictures of slides that are being written. The server draws one at a time for whoever asks, so that the page asks for one at
 * a time: of each slide for what was wanted last, a moment after nobody typed any more.
 */
import type { ScriptDocument } from "@proxx/contract";
import type { client } from "../../live/server.ts";
import type { MadeMovie } from "../read-movie.ts";
import { withoutBlankItems, type Section } from "./slide-choice.ts";

export type PreviewRequest = Parameters<typeof client.movies.preview>[0];

interface Wanted<Drawn> {
  readonly request: PreviewRequest;
  readonly onDrawn: (drawn: Drawn) => void;
  readonly onFailed: (error: unknown) => void;
}

export interface SlidePreviews<Drawn> {
  /** In the place of what was wanted of that slide before. Nobody is told of that any more. */
  want(slide: string, wanted: Wanted<Drawn>): void;
  forget(slide: string): void;
}

const PAUSE_MS = 250;
const LOOK_AGAIN_MS = 1000;

export function openSlidePreviews<Drawn>(
  draw: (request: PreviewRequest) => Promise<Drawn>,
  isPassing: (error: unknown) => boolean,
): SlidePreviews<Drawn> {
  const waiting = new Map<string, Wanted<Drawn>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDrawing = false;

  const lookIn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void drawNext(), milliseconds);
  };

  async function drawNext(): Promise<void> {
    const [next] = waiting;
    if (isDrawing || next === undefined) return;
    const [slide, wanted] = next;
    isDrawing = true;
    try {
      const drawn = await draw(wanted.request);
      if (waiting.get(slide) === wanted) wanted.onDrawn(drawn);
    } catch (error) {
      if (isPassing(error)) return lookIn(LOOK_AGAIN_MS);
      if (waiting.get(slide) === wanted) wanted.onFailed(error);
    } finally {
      isDrawing = false;
    }
    if (waiting.get(slide) === wanted) waiting.delete(slide);
    if (waiting.size > 0) lookIn(0);
  }

  return {
    want(slide, wanted) {
      // At the end of those that wait: what is typed at now goes on being drawn, and the others get their turn.
      waiting.delete(slide);
      waiting.set(slide, wanted);
      lookIn(PAUSE_MS);
    },
    forget: (slide) => void waiting.delete(slide),
  };
}

/** What a slide is drawn of: what is said beside it decides only where it says nothing itself. Pure. */
export function previewRequest(
  { language }: ScriptDocument,
  section: Section,
  { id: baseExecutionId, look }: Pick<MadeMovie, "id" | "look">,
  slide: number,
): PreviewRequest {
  const { id, title, slide: shown, narrations = [], source_image_url, image_credit } = section;
  const said = narrations.flatMap(({ text }) => (text.trim() === "" ? [] : [{ text }]));
  const { theme, brand, size, subtitles } = look;
  const request = {
    section: {
      id,
      title,
      ...(shown === undefined ? { narrations: said } : { slide: withoutBlankItems(shown) }),
      source_image_url,
      image_credit,
    },
    language,
    theme,
    brand,
    size,
    subtitles,
    baseExecutionId,
    slide,
  };
  return request;
}
