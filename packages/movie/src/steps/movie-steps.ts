import type {
  DrawSlidesStep,
  OperationContext,
  RenderMovieStep,
  Resolved,
  SpeakScriptStep,
  WriteScriptStep,
} from "@proxx/contract";
import { drawnWith } from "@proxx/drawing";
import { SLIDES_VERSION } from "@proxx/slides";
import { drawStep } from "./draw-step.ts";
import { renderStep } from "./render-step.ts";
import { speakStep } from "./speak-step.ts";
import type { StepWorkshop } from "./step-workshop.ts";
import { writeStep } from "./write-step.ts";

/**
 * The steps of a movie as a plan has them. What each hands on is a document and the files that it speaks of; what is made on
 * the way are parts, so that nothing is made twice, whichever process goes on.
 *
 * @example
 * const steps = createMovieSteps({ tools, fonts, voices, network });
 * await steps.writeScript({ text }, context);
 */
export function createMovieSteps(workshop: StepWorkshop) {
  const slides = { slides: String(SLIDES_VERSION), ...drawnWith() };
  return {
    build: { script: {}, speech: {}, slides, movie: slides },
    writeScript: (params: Resolved<WriteScriptStep>, context: OperationContext) => writeStep(params, context),
    speakScript: (params: Resolved<SpeakScriptStep>, context: OperationContext) => speakStep(params, context, workshop),
    drawSlides: (params: Resolved<DrawSlidesStep>, context: OperationContext) => drawStep(params, context, workshop),
    renderMovie: (params: Resolved<RenderMovieStep>, context: OperationContext) =>
      renderStep(params, context, workshop),
  };
}
