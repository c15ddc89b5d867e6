import { mkdtemp, open } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "@proxx/contract";
import type { MediaTools, Stream } from "@proxx/media";
import { runGraph } from "../run/run-graph.ts";

export interface PictureSample {
  stream: Stream;
  pixelFormat: "gray" | "rgb24" | "rgba" | "yuv444p";
}

/**
 * Runs a part of a composition's graph once, to look at its pixels: each sample's frames in a file, one after the
 * other.
 */
export async function samplePictures(
  samples: readonly PictureSample[],
  { workDir, signal, onFrame }: Pick<OperationContext, "workDir" | "signal"> & { onFrame?: (frame: number) => void },
  tools: MediaTools,
): Promise<string[]> {
  const folder = await mkdtemp(join(workDir, "pixels-"));
  const paths = samples.map((_, index) => join(folder, `sample-${index}`));
  await runGraph(
    samples.map(({ stream }) => stream),
    {
      folder,
      outputs: (labels) =>
        samples.flatMap(({ pixelFormat }, index) => [
          ...["-map", labels[index] ?? "", "-fps_mode", "passthrough"],
          ...["-pix_fmt", pixelFormat, "-f", "rawvideo", paths[index] ?? ""],
        ]),
      tools,
      signal,
      onFrame,
    },
  );
  return paths;
}

/** The frames of a sample in order. A frame stays as it is until the one after the next is read. */
export async function* framesOf(path: string, bytesPerFrame: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  const buffers = [new Uint8Array(bytesPerFrame), new Uint8Array(bytesPerFrame)] as const;
  try {
    for (let index = 0; ; index++) {
      const frame = index % 2 === 0 ? buffers[0] : buffers[1];
      const { bytesRead } = await file.read(frame, 0, bytesPerFrame, index * bytesPerFrame);
      if (bytesRead < bytesPerFrame) return;
      yield frame;
    }
  } finally {
    await file.close();
  }
}
