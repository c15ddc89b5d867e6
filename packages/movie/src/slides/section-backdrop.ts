import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { errorMessage, ProxxError, type Section, type SectionBackground } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import { readImage, type Backdrop, type SlideImage } from "@proxx/slides";
import type { StepDegradation } from "../step-options.ts";
import { posterOf } from "../video/film/poster.ts";

/** What a section's slides stand on. */
export interface SectionBackdrop {
  readonly backdrop: Backdrop;
  readonly sha256: string;
  /** It is the first picture of a film, which is shown in its place. */
  readonly isFilm: boolean;
}

export interface BackdropSources {
  readonly scriptFolder: string;
  /** `false` where the script's files are not at hand. */
  readonly backgrounds: boolean;
  readonly fonts: Fonts;
  readonly tools: (() => Promise<MediaTools>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Reads the picture that a section stands on. Whatever is wrong with it, the movie goes on without it, and says so. */
export async function sectionBackdrop(
  { id, title, background }: Section,
  sources: BackdropSources,
): Promise<{ backdrop: SectionBackdrop | null; degradations: StepDegradation[] }> {
  if (background === undefined) return { backdrop: null, degradations: [] };
  const hint = "Make the movie with `proxx movie`, where the script's files are.";
  try {
    if (!sources.backgrounds)
      throw new ProxxError("source_missing", "a plan has no files beside its script.", { hint });
    return { backdrop: await readBackdrop(background, sources), degradations: [] };
  } catch (error) {
    if (sources.signal?.aborted === true || !(error instanceof ProxxError)) throw error;
    const message = `The section “${title}” (${id}) is shown without its background: ${errorMessage(error)}`;
    return { backdrop: null, degradations: [{ code: "picture_left_out", message, hint: error.hint }] };
  }
}

async function readBackdrop(background: SectionBackground, sources: BackdropSources): Promise<SectionBackdrop> {
  const { type, fit = "cover", zoom = false } = background;
  const path = resolve(sources.scriptFolder, background.path);
  const isFilm = type === "video";
  const data = isFilm ? await posterOf(path, sources) : await readPicture(path);
  const image: SlideImage = await readImage(sources.fonts, background.path, data);
  const sha256 = createHash("sha256").update(data).digest("hex");
  return { backdrop: { image, fit, zoom: zoom && !isFilm, isFilm }, sha256, isFilm };
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ProxxError("source_missing", `${path} cannot be read: ${errorMessage(cause)}.`, {
      hint: "Its path begins where the script is.",
      cause,
    });
  }
}
