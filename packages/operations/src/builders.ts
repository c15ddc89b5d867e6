// Every operation a plan can name, as a function that puts it into a composition. Nothing here needs Node: a page that
// composes loads no more than this. Written by `npm run fix`, from the folders that have a signature.
export * from "./draw-slides/signature.ts";
export * from "./generate-audio/signature.ts";
export * from "./generate-image/signature.ts";
export * from "./generate-video/signature.ts";
export * from "./layers/signature.ts";
export * from "./lip-sync/signature.ts";
export * from "./media/signature.ts";
export * from "./merge/signature.ts";
export * from "./overlay-audio/signature.ts";
export * from "./reframe/signature.ts";
export * from "./remove-background/signature.ts";
export * from "./render-movie/signature.ts";
export * from "./speak-script/signature.ts";
export * from "./speed/signature.ts";
export * from "./subtitles/signature.ts";
export * from "./transcode/signature.ts";
export * from "./transcribe/signature.ts";
export * from "./write-script/signature.ts";
