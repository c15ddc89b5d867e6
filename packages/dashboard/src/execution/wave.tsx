import type { Artifact } from "@proxx/contract";
import { useEffect, useRef } from "preact/hooks";
import { artifactUrl } from "../live/server.ts";
import { words } from "../words/words.ts";

/** Which is decoded in a moment, and kept for none longer. */
const MAX_BYTES = 20_000_000;
const BARS = 400;

/** How loud a sound is, from its beginning to its end. */
export function Wave({ artifact }: { artifact: Artifact }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    if (artifact.size <= MAX_BYTES) void drawWave(artifact.sha256, canvas.current, stop.signal).catch(() => {});
    return () => stop.abort();
  }, [artifact.sha256]);
  if (artifact.size > MAX_BYTES) return null;
  return <canvas ref={canvas} width={BARS * 2} height={120} role="img" aria-label={words.value.run.wave} />;
}

async function drawWave(sha256: string, canvas: HTMLCanvasElement | null, signal: AbortSignal): Promise<void> {
  const answer = await fetch(artifactUrl(sha256), { signal });
  const samples = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(await answer.arrayBuffer());
  const drawing = canvas?.getContext("2d") ?? null;
  if (canvas === null || drawing === null || signal.aborted) return;
  drawing.fillStyle = getComputedStyle(canvas).getPropertyValue("color");
  const peaks = peaksOf(samples.getChannelData(0), BARS);
  peaks.forEach((peak, index) => {
    const height = Math.max(2, peak * canvas.height);
    drawing.fillRect(index * 2, (canvas.height - height) / 2, 1.4, height);
  });
}

function peaksOf(samples: Float32Array, count: number): number[] {
  const step = Math.max(1, Math.floor(samples.length / count));
  return Array.from({ length: count }, (_, index) => {
    let peak = 0;
    for (let at = index * step; at < (index + 1) * step; at += 1) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
}
