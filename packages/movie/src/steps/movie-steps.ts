import type {
  DrawnPreview,
  DrawSlidesStep,
  OperationContext,
  RenderMovieStep,
  Resolved,
  SlidePreview,
  SpeakScriptStep,
  WriteScriptStep,
} from "@proxx/contract";
import { previewSlide, type BaseSlides } from "../preview/preview-slide.ts";
import { createSlideThread } from "../preview/slide-thread.ts";
import { checkSteps } from "./check-steps.ts";
import { drawStep } from "./draw-step.ts";
import { renderStep } from "./render-step.ts";
import { requireAsDecided } from "./require-as-decided.ts";
import { speakStep } from "./speak-step.ts";
import { stepBuilds } from "./step-builds.ts";
import type { StepWorkshop } from "./step-workshop.ts";
import { writeStep } from "./write-step.ts";

/**
 * The steps of a movie as a plan has them. What each hands on is a document and the files that it speaks of; what is made on
 * the way are parts, so that nothing is made twice, whichever process goes on.
 *
 * @example
 * const steps = createMovieSteps({ tools, fonts, voices, network, brands: createStepBrands({ fonts }) });
 * await steps.writeScript({ text }, context);
 */
export function createMovieSteps(workshop: StepWorkshop) {
  const thread = createSlideThread();
  const build = stepBuilds(workshop);
  return {
    build,
    check: checkSteps(workshop),
    writeScript: async (params: Resolved<WriteScriptStep>, context: OperationContext) => {
      requireAsDecided(await build.script(params), context);
      return await writeStep(params, context, workshop);
    },
    speakScript: async (params: Resolved<SpeakScriptStep>, context: OperationContext) => {
      requireAsDecided(await build.speech(), context);
      return await speakStep(params, context, workshop);
    },
    drawSlides: async (params: Resolved<DrawSlidesStep>, context: OperationContext) => {
      requireAsDecided(await build.slides(params), context);
      return await drawStep(params, context, workshop);
    },
    renderMovie: (params: Resolved<RenderMovieStep>, context: OperationContext) =>
      renderStep(params, context, workshop),
    previewSlide: (preview: SlidePreview, base: BaseSlides): Promise<DrawnPreview> =>
      previewSlide(preview, base, { brands: workshop.brands, thread }),
  };
}
