import { createRequire } from "node:module";
import { resolve } from "node:path";
import { ProxxError } from "@proxx/contract";
import { z } from "zod";

/** All of one version, which is what Remotion demands of them. */
export const REMOTION_PACKAGES = [
  ...["remotion", "@remotion/renderer", "@remotion/bundler"].map((name) => `${name}@4.0.529`),
  ...["react@19.3.1", "react-dom@19.3.1"],
];

interface Progress {
  readonly renderedFrames: number;
  readonly encodedFrames: number;
}

/** What is used of Remotion, of which there are no types where it is not installed. */
export interface Remotion {
  readonly bundle: (options: {
    entryPoint: string;
    publicDir: string;
    outDir: string;
    enableCaching: boolean;
    webpackOverride: (config: WebpackConfig) => WebpackConfig;
  }) => Promise<string>;
  readonly selectComposition: (options: RemotionBrowser & { id: string }) => Promise<unknown>;
  readonly renderMedia: (
    options: RemotionBrowser & {
      composition: unknown;
      codec: "h264";
      outputLocation: string;
      concurrency: number;
      imageFormat: "jpeg";
      jpegQuality: number;
      x264Preset: string;
      colorSpace: "bt709";
      pixelFormat: "yuv420p";
      muted: boolean;
      cancelSignal: unknown;
      ffmpegOverride: (step: { args: string[] }) => string[];
      onProgress: (progress: Progress) => void;
    },
  ) => Promise<unknown>;
  readonly makeCancelSignal: () => { cancelSignal: unknown; cancel: () => void };
  /** Where what the composition imports lies. */
  readonly modules: string;
}

export interface WebpackConfig {
  readonly resolve?: { readonly modules?: readonly string[] };
}

interface RemotionBrowser {
  readonly serveUrl: string;
  readonly browserExecutable: string;
  readonly chromeMode: "headless-shell" | "chrome-for-testing";
  readonly logLevel: "error";
}

const isFunction = (value: unknown) => typeof value === "function";
const bundlerSchema = z.object({ bundle: z.custom<Remotion["bundle"]>(isFunction) });
const rendererSchema = z.object({
  selectComposition: z.custom<Remotion["selectComposition"]>(isFunction),
  renderMedia: z.custom<Remotion["renderMedia"]>(isFunction),
  makeCancelSignal: z.custom<Remotion["makeCancelSignal"]>(isFunction),
});

/** Remotion as it is installed in a folder, or above it. */
export function loadRemotion(folder: string): Remotion {
  const require = createRequire(resolve(folder, "package.json"));
  try {
    // Whichever of them is missing is told of before a browser starts.
    for (const name of ["react", "react-dom", "remotion"]) require.resolve(name);
    const renderer = require.resolve("@remotion/renderer");
    const modules = renderer.slice(0, renderer.lastIndexOf("node_modules") + "node_modules".length);
    const loaded: unknown = require("@remotion/bundler");
    return { ...bundlerSchema.parse(loaded), ...rendererSchema.parse(require(renderer)), modules };
  } catch (cause) {
    throw new ProxxError("tool_missing", `Remotion is not installed in ${folder}.`, {
      cause,
      hint: `Run \`npm install ${REMOTION_PACKAGES.join(" ")}\` there. It has a licence of its own: free for individuals and small companies only.`,
    });
  }
}
