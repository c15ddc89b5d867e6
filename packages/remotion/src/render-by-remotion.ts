import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { frameRuns, muxMovie, timelineKey, withSound, type RenderedTimeline } from "@proxx/renderer";
import type { RenderOptions, Timeline } from "@proxx/renderer";
import { loadRemotion, type Remotion, type WebpackConfig } from "./load-remotion.ts";
import { writeComposition } from "./write-composition.ts";

export interface RemotionOptions extends RenderOptions {
  /** The folder in which, or above which, Remotion is installed. */
  remotionFolder: string;
  /** A Chromium; none is downloaded. @default Debian's */
  browser?: string | undefined;
}

/** Goes into the name of what is rendered: raise it when other pictures come of the same timeline. */
const VERSION = 2;
const KEY_FRAME_SECONDS = 2;
const BROWSERS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/**
 * Renders a timeline as `renderTimeline` does, by Remotion: a browser draws every frame, and the ffmpeg that Remotion brings
 * codes them. The sound is taken as it is.
 */
export async function renderByRemotion(timeline: Timeline, options: RemotionOptions): Promise<RenderedTimeline> {
  const { output, tools, keepPart, chapters = [], title = null, signal } = options;
  const remotion = loadRemotion(options.remotionFolder);
  const browser = options.browser ?? BROWSERS.find((path) => existsSync(path));
  if (browser === undefined) {
    throw new ProxxError("tool_missing", "Remotion draws with a browser, and there is none.", {
      hint: "Install chromium-headless-shell, or name a Chromium.",
    });
  }
  const { pictures, soundPath } = await withSound(
    (untilFailure) =>
      keepPart(
        {
          kind: "remotion",
          shown: "pictures by Remotion",
          ingredients: { version: VERSION, timeline: timelineKey(timeline) },
          extension: "mp4",
        },
        (path) => renderPictures(timeline, path, { ...options, remotion, browser, signal: untilFailure }),
      ),
    options,
  );
  const { frames, frameRate } = timeline;
  await muxMovie({
    ffmpeg: tools.ffmpeg,
    frameRate,
    pictures: pictures.path,
    sound: soundPath,
    chapters,
    title,
    output,
    signal,
  });
  const segments = { reused: pictures.reused ? 1 : 0, made: pictures.reused ? 0 : 1 };
  // Of where its key pictures are, Remotion does not tell.
  return { frames, uniqueFrames: frameRuns(timeline).length, segments, starts: [0] };
}

interface PicturesOptions extends RemotionOptions {
  remotion: Remotion;
  browser: string;
  signal: AbortSignal;
}

async function renderPictures(timeline: Timeline, path: string, options: PicturesOptions): Promise<void> {
  const { remotion, browser, signal, cores = availableParallelism(), onProgress } = options;
  const folder = await mkdtemp(join(tmpdir(), "proxx-remotion-"));
  const { cancelSignal, cancel } = remotion.makeCancelSignal();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    signal.throwIfAborted();
    const composition = await writeComposition(timeline, folder);
    const serveUrl = await remotion.bundle({
      ...composition,
      outDir: join(folder, "bundle"),
      enableCaching: false,
      webpackOverride: (config: WebpackConfig) => withModules(config, remotion.modules),
    });
    signal.throwIfAborted();
    const common = { serveUrl, browserExecutable: browser, chromeMode: modeOf(browser), logLevel: "error" } as const;
    const rate = timeline.frameRate;
    // Remotion tells by the ending of a name what it is to make.
    const outputLocation = join(folder, "pictures.mp4");
    await remotion.renderMedia({
      ...common,
      composition: await remotion.selectComposition({ ...common, id: "movie" }),
      codec: "h264",
      outputLocation,
      concurrency: cores,
      imageFormat: "jpeg",
      jpegQuality: 90,
      x264Preset: "superfast",
      colorSpace: "bt709",
      pixelFormat: "yuv420p",
      muted: true,
      cancelSignal,
      ffmpegOverride: ({ args }) =>
        withKeyFrames(args, Math.floor((KEY_FRAME_SECONDS * rate.numerator) / rate.denominator)),
      onProgress: ({ renderedFrames }) => onProgress?.(renderedFrames, timeline.frames, "Drawing in a browser"),
    });
    await copyFile(outputLocation, path);
  } catch (cause) {
    if (signal.aborted) {
      throw new ProxxError("aborted", "Stopped while Remotion rendered.", { cause, hint: "Run it again." });
    }
    const said = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new ProxxError("tool_failed", `Remotion failed: ${said}`, {
      cause,
      hint: "The native renderer needs no browser.",
    });
  } finally {
    signal.removeEventListener("abort", cancel);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the composition imports is not installed where it lies. */
function withModules(config: WebpackConfig, modules: string): WebpackConfig {
  return {
    ...config,
    resolve: { ...config.resolve, modules: [modules, ...(config.resolve?.modules ?? ["node_modules"])] },
  };
}

function modeOf(browser: string) {
  return basename(browser).includes("headless") ? "headless-shell" : "chrome-for-testing";
}

/** Before the output, which is the last of them: a player can begin as often as in any movie. */
function withKeyFrames(args: readonly string[], frames: number): string[] {
  return args.includes("-c:v") || args.includes("libx264")
    ? [...args.slice(0, -1), "-g", String(frames), ...args.slice(-1)]
    : [...args];
}
