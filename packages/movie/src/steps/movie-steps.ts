import type {
  DrawSlidesStep,
  OperationContext,
  RenderMovieStep,
  Resolved,
  SpeakScriptStep,
  WriteScriptStep,
} from "@proxx/contract";
import { checkSteps } from "./check-steps.ts";
import { drawStep } from "./draw-step.ts";
import { renderStep } from "./render-step.ts";
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
  return {
    build: stepBuilds(workshop),
    check: checkSteps(workshop),
    writeScript: (params: Resolved<WriteScriptStep>, context: OperationContext) => writeStep(params, context, workshop),
    speakScript: (params: Resolved<SpeakScriptStep>, context: OperationContext) => speakStep(params, context, workshop),
    drawSlides: (params: Resolved<DrawSlidesStep>, context: OperationContext) => drawStep(params, context, workshop),
    renderMovie: (params: Resolved<RenderMovieStep>, context: OperationContext) =>
      renderStep(params, context, workshop),
  };
}
