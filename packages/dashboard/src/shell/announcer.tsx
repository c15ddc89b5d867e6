import { signal } from "@preact/signals";

const said = signal("");
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

const PAUSE_MS = 5000;

/** Tells a screen reader at once. */
export function announce(text: string): void {
  said.value = text;
}

/** Tells it what changes by itself: summed, and not more often than it can be heard. */
export function announceChange(text: string): void {
  waiting.push(text);
  timer ??= setTimeout(() => {
    said.value = waiting.slice(-3).join(". ");
    waiting = [];
    timer = undefined;
  }, PAUSE_MS);
}

/** The one place that a screen reader listens to. */
export function Announcer() {
  return (
    <div class="hidden-text" role="status" aria-live="polite">
      {said.value}
    </div>
  );
}
