import { signal } from "@preact/signals";

/** Now, as often as relative times change; while the page is hidden it stands still. */
export const now = signal(Date.now());

setInterval(() => {
  if (document.visibilityState === "visible") now.value = Date.now();
}, 1000);
document.addEventListener("visibilitychange", () => (now.value = Date.now()));
