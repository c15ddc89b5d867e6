import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  movieSizeOf,
  type DrawSlidesStep,
  type JobContext,
  type OperationOutput,
  type ProducedFile,
  type Resolved,
} from "@proxx/contract";
import { NO_ENDS, withEnds } from "../making/with-ends.ts";
import { generateSlidesForScript } from "../slides/generate-slides.ts";
import { readScriptInput } from "./handed-on.ts";
import type { SlidesDocument } from "./slides-document.ts";
import { partsOfJob, type StepWorkshop } from "./step-workshop.ts";

/** The slides of a script as pictures, and a document of which they are drawn again. */
export async function drawStep(
  params: Resolved<DrawSlidesStep>,
  context: JobContext,
  workshop: StepWorkshop,
): Promise<OperationOutput> {
  const { theme = "quiet", brand: wanted, size: shape = "16:9", subtitles = true } = params;
  const { script: said } = await readScriptInput(params.script, params.language);
  const script = withEnds(said, NO_ENDS);
  const size = movieSizeOf(shape) ?? { width: 1920, height: 1080 };
  const { brand, logo, fonts, configured } = await workshop.brands.find(wanted);
  const drawn = await generateSlidesForScript(script, {
    folder: context.workDir,
    parts: partsOfJob(context),
    theme,
    size,
    subtitles,
    backgrounds: false,
    fonts,
    network: workshop.network,
    ...(workshop.pictureModel === undefined ? {} : { pictureModel: workshop.pictureModel }),
    ...(brand === undefined ? {} : { brand }),
    ...(logo === undefined ? {} : { logo }),
    onProgress: context.progress,
    signal: context.signal,
  });
  const sections = drawn.sections.map(({ id, slide, picture }) => ({ id, slide, picture: picture?.sha256 ?? null }));
  const document: SlidesDocument = {
    theme,
    brand: brand === undefined ? null : { ...brand },
    configured,
    size,
    subtitles,
    sections,
  };
  const path = join(context.workDir, "slides.json");
  await writeFile(path, `${JSON.stringify(document)}\n`);
  const slides = drawn.files.map((file) => pictureOf(file.path, size));
  const shown = new Map(drawn.sections.flatMap(({ picture }) => (picture === null ? [] : [[picture.sha256, picture]])));
  const pictures: ProducedFile[] = [];
  for (const [sha256, picture] of shown) {
    // What lies elsewhere is not the job's to give away.
    const copy = join(context.workDir, `${sha256}.img`);
    await copyFile(picture.path, copy);
    pictures.push(pictureOf(copy, null));
  }
  const files: ProducedFile[] = [{ path, kind: "slides", mediaType: "application/json" }, ...slides, ...pictures];
  return { files, degradations: drawn.degradations };
}

function pictureOf(path: string, size: { width: number; height: number } | null): ProducedFile {
  if (size === null) return { path, kind: "document", mediaType: "application/octet-stream" };
  return {
    path,
    kind: "image",
    mediaType: "image/png",
    facts: { ...size, duration: null, fps: null, hasAudio: false },
  };
}
