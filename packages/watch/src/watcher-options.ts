import type { ExecuteOptions } from "@proxx/transcode";
import type { TransitionListener } from "./folder/transition.ts";

export interface WatcherOptions extends Pick<
  ExecuteOptions,
  "verify" | "stallSeconds" | "tools" | "toolCacheFile" | "resolve"
> {
  /** End after one pass over what was there. @default false */
  once?: boolean;
  /** @default 2 */
  pollSeconds?: number;
  /** Jobs at a time. @default 1 */
  maxWorkers?: number;
  /** A spec, or a source, that changed less long ago is still being written. @default 2 */
  settleSeconds?: number;
  /** Take specs of sub-folders too. @default false */
  recursive?: boolean;
  /** Told of each step that is on disk by itself; for the fault suite. */
  onTransition?: TransitionListener;
}

/** The options made whole. */
export type Settings = Required<
  Omit<WatcherOptions, "verify" | "stallSeconds" | "tools" | "toolCacheFile" | "resolve">
> &
  Pick<ExecuteOptions, "verify" | "stallSeconds" | "tools" | "toolCacheFile" | "resolve">;

/** Fills in the defaults, and refuses what makes no sense. */
export function normaliseOptions(options: WatcherOptions): Settings {
  const settings = {
    once: false,
    pollSeconds: 2,
    maxWorkers: 1,
    settleSeconds: 2,
    recursive: false,
    onTransition: () => {},
    ...options,
  };
  if (!Number.isInteger(settings.maxWorkers) || settings.maxWorkers < 1) {
    throw new TypeError(`Expected \`maxWorkers\` to be a positive integer, got \`${settings.maxWorkers}\``);
  }
  for (const name of ["pollSeconds", "settleSeconds"] as const) {
    if (!(settings[name] >= 0))
      throw new TypeError(`Expected \`${name}\` to be a non-negative number, got \`${settings[name]}\``);
  }
  return settings;
}
