export { createWatcher, type Watcher } from "./create-watcher.ts";
export { TRANSITIONS, type Transition, type TransitionListener } from "./transition.ts";
export type { WatchEventMap, WatchEventName } from "./watch-event.ts";
export { openWatchFolder, STATE_FOLDERS, type StateFolder, type WatchFolder } from "./watch-folder.ts";
export { readWatchStatus, type WatchStatus } from "./watch-status.ts";
export type { WatcherOptions } from "./watcher-options.ts";
