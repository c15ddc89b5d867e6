// What the parameters of an operation are made of, for signatures here and in other packages.
export { modelSchema } from "./plan/model.ts";
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
} from "./plan/parameter-types.ts";
export { mediaSource, textSource, wordsSource } from "./plan/source.ts";
