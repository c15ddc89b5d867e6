// What the parameters of an operation are made of, for signatures here and in other packages.
export { modelFor, type ModelSchemaFor } from "./plan/model-for.ts";
export {
  anchor,
  aspectRatio,
  colour,
  duration,
  frameRate,
  language,
  loudness,
  pixels,
  seconds,
  share,
  volume,
} from "./operation/parameter-types.ts";
export { mediaSource, movieSource, pageSource, textSource, wordsSource } from "./operation/source.ts";
