import { batch } from "@preact/signals";

const waiting = new Set<() => void>();

/** Does it with the next frame, together with all else that waits for that: however much comes, the page is drawn once. */
export function eachFrame(change: () => void): void {
  waiting.add(change);
  if (waiting.size > 1) return;
  const flush = () => {
    const changes = [...waiting];
    waiting.clear();
    batch(() => {
      for (const one of changes) one();
    });
  };
  // A hidden tab has no frames.
  if (document.visibilityState === "visible") requestAnimationFrame(flush);
  else queueMicrotask(flush);
}
