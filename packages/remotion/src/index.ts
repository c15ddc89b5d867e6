/**
 * The same movie by Remotion: a browser draws every frame. Proxx neither brings nor needs it. Remotion has a licence of its
 * own, which is free for individuals and small companies only: who renders by it installs it, and a Chromium beside it.
 */
export { REMOTION_PACKAGES } from "./load-remotion.ts";
export { renderByRemotion, type RemotionOptions } from "./render-by-remotion.ts";
