import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { errorMessage, ProxxError, type Section, type Slide } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { Network } from "@proxx/network";
import { readImage, type SlideImage } from "@proxx/slides";
import { z } from "zod";
import { asStepError } from "../in-step.ts";
import type { Parts } from "../parts/parts.ts";
import type { StepDegradation } from "../step-options.ts";
import { takesPicture, withoutPicture, withPicture } from "./choose-slide.ts";
import type { PictureModel } from "./picture-model.ts";

export interface PictureSources {
  readonly parts: Parts;
  readonly fonts: Fonts;
  /** Where relative paths of the script begin. */
  readonly scriptFolder: string;
  /** Without one, pictures of pages are not fetched. */
  readonly network: Pick<Network, "fetchToFile"> | undefined;
  /** Without one, nothing is asked of a model. */
  readonly pictureModel: PictureModel | undefined;
  readonly size: { readonly width: number; readonly height: number };
  readonly signal: AbortSignal | undefined;
}

/** A section's slide with the picture that it shows, where there is one. */
export interface PicturedSlide {
  readonly slide: Slide;
  readonly image: SlideImage | null;
  /** Of the picture's bytes. */
  readonly sha256: string | null;
  /** Where they lie. */
  readonly path: string | null;
  readonly degradations: readonly StepDegradation[];
}

/** Brings a section's picture: the slide's own, one of the page, or one of a model. Without it the slide goes in another layout. */
export async function pictureSlide(section: Section, slide: Slide, sources: PictureSources): Promise<PicturedSlide> {
  if (slide.layout === "image" || slide.layout === "image-text") {
    const own = await attempt(section, sources, "its picture", () => ownPicture(slide.image, sources));
    return own.picture === null
      ? { slide: withoutPicture(slide), ...none(own.degradation) }
      : { slide, ...own.picture.shown, degradations: [] };
  }
  if (!takesPicture(slide)) return { slide, ...none() };
  const { source_image_url: url, slide_prompt: prompt, image_credit: credit, title } = section;
  const degradations: StepDegradation[] = [];
  const ways: { what: string; credit: string | undefined; bring: () => Promise<Brought> }[] = [];
  if (url !== undefined) ways.push({ what: "the picture of the page", credit, bring: () => pagePicture(url, sources) });
  const model = sources.pictureModel;
  if (prompt !== undefined && model !== undefined) {
    ways.push({ what: "a picture of a model", credit: undefined, bring: () => modelPicture(prompt, model, sources) });
  }
  for (const way of ways) {
    const { picture, degradation } = await attempt(section, sources, way.what, way.bring);
    if (degradation !== null) degradations.push(degradation);
    if (picture === null) continue;
    const pictured = withPicture(slide, { title, image: picture.name, credit: way.credit });
    return { slide: pictured, ...picture.shown, degradations };
  }
  return { slide, ...NO_PICTURE, degradations };
}

interface Brought {
  readonly name: string;
  readonly shown: { readonly image: SlideImage; readonly sha256: string; readonly path: string };
}

const NO_PICTURE = { image: null, sha256: null, path: null };

function none(degradation: StepDegradation | null = null): Omit<PicturedSlide, "slide"> {
  return { ...NO_PICTURE, degradations: degradation === null ? [] : [degradation] };
}

/** Whatever is wrong with a picture, the movie goes on without it, and says so. */
async function attempt(
  section: Section,
  { signal }: PictureSources,
  what: string,
  bring: () => Promise<Brought>,
): Promise<{ picture: Brought | null; degradation: StepDegradation | null }> {
  try {
    return { picture: await bring(), degradation: null };
  } catch (error) {
    if (signal?.aborted === true || isOurs(error)) throw error;
    const hint = error instanceof ProxxError ? error.hint : "Give another picture, or none.";
    const message = `The section “${section.title}” (${section.id}) is shown without ${what}: ${errorMessage(error)}`;
    return { picture: null, degradation: { code: "picture_left_out", message, hint } };
  }
}

/** What is no fault of a picture. */
function isOurs(error: unknown): boolean {
  const { code } = asStepError(error);
  return (
    ["disk_full", "folder_unusable", "aborted"].includes(code) || (error instanceof ProxxError && code === "internal")
  );
}

async function ownPicture(name: string, sources: PictureSources): Promise<Brought> {
  if (/^https?:/iu.test(name)) return { ...(await pagePicture(name, sources)), name };
  const path = isAbsolute(name) ? name : resolve(sources.scriptFolder, name);
  let data: Buffer;
  try {
    data = await readFile(path);
  } catch (cause) {
    throw new ProxxError("source_missing", `${path} cannot be read: ${errorMessage(cause)}.`, {
      hint: "Its path begins where the script is.",
      cause,
    });
  }
  return brought(name, { data, path }, sources);
}

const MAX_BYTES = 25 * 1024 ** 2;
const TIMEOUT_MS = 60_000;

async function pagePicture(url: string, { parts, network, fonts, signal }: PictureSources): Promise<Brought> {
  const what = { kind: "picture", shown: url, ingredients: { url }, extension: "img", facts: z.unknown() };
  const part = await parts.part(what, async (path) => {
    if (network === undefined) {
      throw new ProxxError("source_missing", `${url} is not fetched: there is no network.`, {
        hint: "Put the picture beside the script and name its path.",
      });
    }
    const limits = { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS };
    await network.fetchToFile(url, path, { ...limits, signal, accept: isPicture });
    // What is none is not kept.
    await readImage(fonts, url, await readFile(path));
    return null;
  });
  return brought(url, { data: await readFile(part.path), path: part.path }, { fonts });
}

/** Servers often say nothing, or that it is any file. */
function isPicture(mediaType: string | null): boolean {
  return mediaType === null || /^(?:image\/|application\/octet-stream$)/u.test(mediaType);
}

async function modelPicture(
  prompt: string,
  model: PictureModel,
  { parts, fonts, size, signal }: PictureSources,
): Promise<Brought> {
  const wide = size.width > size.height * 1.2;
  const aspectRatio = wide ? "16:9" : size.height > size.width * 1.2 ? "9:16" : "1:1";
  const ingredients = { model: model.ingredients, prompt, aspectRatio };
  const shown = `picture “${prompt.slice(0, 60)}”`;
  const part = await parts.part(
    { kind: "picture", shown, ingredients, extension: "img", facts: z.unknown() },
    async (path) => {
      const data = await model.make({ prompt, aspectRatio, signal });
      await readImage(fonts, shown, data);
      await writeFile(path, data);
      return null;
    },
  );
  return brought(shown, { data: await readFile(part.path), path: part.path }, { fonts });
}

async function brought(
  name: string,
  { data, path }: { data: Uint8Array; path: string },
  { fonts }: Pick<PictureSources, "fonts">,
): Promise<Brought> {
  const sha256 = createHash("sha256").update(data).digest("hex");
  return { name, shown: { image: await readImage(fonts, name, data), sha256, path } };
}
