export { createWatcher, type Watcher } from "./create-watcher.ts";
export { TRANSITIONS, type Transition, type TransitionListener } from "./folder/transition.ts";
export type { WatchEventMap, WatchEventName } from "./watch-event.ts";
export { openWatchFolder, STATE_FOLDERS, type StateFolder, type WatchFolder } from "./folder/watch-folder.ts";
export { readWatchStatus, type WatchStatus } from "./folder/watch-status.ts";
export type { WatcherOptions } from "./watcher-options.ts";
