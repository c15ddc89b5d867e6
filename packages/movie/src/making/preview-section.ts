import { join } from "node:path";
import type { StepDegradation } from "../step-options.ts";
import { makeMovie, makeSlides, placeOf, type MovieOrder, type MovieWorkshop } from "./make-movie.ts";

/** One section as it will be. */
export interface SectionPreview {
  /** Its slides in the movie's size, all there. */
  stills: string[];
  /** A small movie of it. */
  clip: string;
  durationSeconds: number;
  degradations: StepDegradation[];
}

/**
 * Makes the slides of a section, and a small movie of it. What is spoken and drawn for it is what the movie will have, and need
 * not be made again. The script of the order is that of this section alone.
 */
export async function previewSection(order: MovieOrder, workshop: MovieWorkshop): Promise<SectionPreview> {
  const { settings, script } = order;
  const drawing = makeSlides(order, workshop);
  // Beside it everything else: whoever waits for a preview has just saved a line. Awaited below, whatever becomes of the rest.
  const drawn = drawing.catch(() => null);
  const into = join(placeOf(order), "preview", script.sections[0]?.id ?? "");
  const size = previewSize(settings.size);
  let movie: Awaited<ReturnType<typeof makeMovie>>;
  try {
    movie = await makeMovie({ ...order, settings: { ...settings, size }, into }, workshop);
  } finally {
    await drawn;
  }
  const { files } = await drawing;
  const { path, durationSeconds, degradations } = movie;
  return { stills: files.map((file) => file.path), clip: path, durationSeconds, degradations };
}

const SHORTER_SIDE = 360;

/** Of the same shape, in even numbers; never larger than the movie. */
export function previewSize(
  { width, height }: { width: number; height: number },
  shorterSide = SHORTER_SIDE,
): { width: number; height: number } {
  const scale = Math.min(1, shorterSide / Math.min(width, height));
  const even = (side: number) => 2 * Math.round((side * scale) / 2);
  return { width: even(width), height: even(height) };
}
