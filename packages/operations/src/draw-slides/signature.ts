import { createNode, drawSlidesSchema, type Node, type ParamsOf, type Signature } from "@proxx/contract";

const signature = {
  type: "drawSlides",
  summary: "The slides of a script, drawn",
  params: drawSlidesSchema,
  inputs: [{ param: "script", accepts: ["script"], required: true }],
  yields: "slides",
} as const satisfies Signature;

export interface DrawSlidesParams extends ParamsOf<typeof signature> {}

/**
 * The slides of a script: of each section its own, or one that is chosen by what is said in it.
 *
 * @example
 * drawSlides({ script, theme: "folio", size: "9:16" })
 */
export function drawSlides(params?: DrawSlidesParams): Node<"slides"> {
  return createNode(signature, params);
}
drawSlides.signature = signature;
