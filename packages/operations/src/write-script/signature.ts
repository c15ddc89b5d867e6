import {
  createNode,
  writeScriptSchema,
  type Node,
  type ParamsOf,
  type ScriptDocument,
  type Signature,
} from "@proxx/contract";

const signature = {
  type: "writeScript",
  summary: "The script of a movie, written from a page or a text",
  params: writeScriptSchema,
  inputs: [],
  yields: "script",
} as const satisfies Signature;

export interface WriteScriptParams extends Omit<ParamsOf<typeof signature>, "script"> {
  /** A script that is written already: it is checked, and given ids. */
  script?: ScriptDocument | undefined;
}

/**
 * The script of a movie: what is said and shown, section by section. Of `url`, `text` and `script` it takes one.
 *
 * @example
 * const script = writeScript({ url: "https://example.com/tides", seconds: 60 });
 * compose(renderMovie({ script, speech: speakScript({ script }), slides: drawSlides({ script, theme: "folio" }) }));
 */
export function writeScript(params: WriteScriptParams): Node<"script"> {
  return createNode(signature, params);
}
writeScript.signature = signature;
