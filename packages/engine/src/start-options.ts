import { isAbsolute } from "node:path";
import type { ExecutionProgress, ProviderApiKeys, RunEvent } from "@proxx/contract";
import type { OwnSources } from "./sources/own-source.ts";
import type { RequestKey } from "./ledger/request-key.ts";

export interface StartOptions {
  /** Cancels the execution. */
  signal?: AbortSignal | undefined;
  /** By the provider's name. */
  providerApiKeys?: ProviderApiKeys | undefined;
  /** In place of the plan's own. */
  baseExecutionId?: string | undefined;
  /** What relative paths begin at. @default the current folder */
  baseFolder?: string | undefined;
  /** Whatever would stand in for something better is an issue beforehand. @default false */
  strict?: boolean | undefined;
  /** Each job makes a file of its own. @default false */
  keepIntermediates?: boolean | undefined;
  /** Rejects with what is wrong with the address of the plan's webhook. @default whatever a plan may say is right */
  checkWebhook?: ((url: string) => Promise<void>) | undefined;
  /** Read every byte of what is reused. @default false */
  verify?: boolean | undefined;
  /**
   * Leaves what the jobs work with in this folder, in one folder for each execution, so that the commands in `commands` and
   * in events find what they read. Absolute; made when it is missing. @default nothing is left
   */
  keepWorkIn?: string | undefined;
  /** What happens, as it happens. */
  onEvent?: ((event: RunEvent) => void) | undefined;
  onProgress?: ((progress: ExecutionProgress) => void) | undefined;
  /** The trace that it belongs to, as W3C Trace Context writes it: kept, and told with its events. @default none */
  traceparent?: string | null | undefined;
  /** Files of whoever takes the plan, by the addresses that it names them by: these are not fetched. @default none */
  ownSources?: OwnSources | undefined;
  /** A server begins it, which tells its webhook, with addresses of its own. @default false: the program that begins it does */
  hasServer?: boolean | undefined;
  /** Where it was begun before, `start` rejects with `RequestTaken`. @default it is begun however often that is asked for */
  request?: RequestKey | undefined;
  /** Whose execution it is. @default null, the one tenant of a machine */
  tenant?: string | null | undefined;
}

/** What holds for one execution, with nothing left open. */
export interface StartSettings {
  readonly baseFolder: string;
  readonly strict: boolean;
  readonly keepIntermediates: boolean;
  readonly verify: boolean;
  readonly keepWorkIn: string | null;
  readonly traceparent: string | null;
  readonly ownSources: OwnSources;
  readonly hasServer: boolean;
  readonly tenant: string | null;
  readonly providerApiKeys: ProviderApiKeys;
}

export function readStartOptions(options: StartOptions): StartSettings {
  return {
    baseFolder: options.baseFolder ?? process.cwd(),
    strict: options.strict ?? false,
    keepIntermediates: options.keepIntermediates ?? false,
    verify: options.verify ?? false,
    keepWorkIn: readFolder(options.keepWorkIn),
    traceparent: options.traceparent ?? null,
    ownSources: options.ownSources ?? {},
    hasServer: options.hasServer ?? false,
    tenant: options.tenant ?? null,
    providerApiKeys: options.providerApiKeys ?? {},
  };
}

function readFolder(folder: string | undefined): string | null {
  if (folder === undefined || isAbsolute(folder)) return folder ?? null;
  throw new TypeError(`Expected \`keepWorkIn\` to be an absolute path, got \`${folder}\``);
}
