import { describeValue, didYouMean, type ExecutionProgress, type ProviderApiKeys } from "@proxx/contract";
import type { Provider } from "../embedded/provider.ts";
import { KEY_VARIABLES, type Environment } from "./environment.ts";

export type ProgressListener = (progress: ExecutionProgress) => void;

export interface ExecuteOptions {
  /** @default PROXX_API_KEY, or SYNTHOME_API_KEY */
  apiKey?: string | undefined;
  /** Where the server is, such as `https://proxx.example.com`. @default PROXX_API_URL, else this very process does the work */
  apiUrl?: string | undefined;
  /** The execution this one builds on: what both have in common is not made again. It may still be running. */
  baseExecutionId?: string | undefined;
  /** Return as soon as the execution has begun, and tell this address of its end. */
  webhookUrl?: string | undefined;
  /** What the webhook is signed with, for `verifyWebhook`. */
  webhookSecret?: string | undefined;
  /** Keys of providers. @default from the environment, for the providers that the plan names */
  providerApiKeys?: Readonly<Record<string, string | undefined>> | undefined;
  /** In this process only, on a server its operator decides: providers beside those that come with Proxx. @default none */
  providers?: readonly Provider[] | undefined;
  /** Aborting it cancels the execution. Once that has been returned (see `webhookUrl`) there is `cancel()` for it. */
  signal?: AbortSignal | undefined;
  /** Refuse beforehand what could only be done in a lesser way than was asked for. @default false */
  strict?: boolean | undefined;
  /** The same as `onProgress` of a pipeline. */
  onProgress?: ProgressListener | undefined;
  /** In this process only: where executions are kept, a Postgres. @default DATABASE_URL, else a file below PROXX_HOME */
  databaseUrl?: string | undefined;
  /** Fetch sources from private addresses too. A server does what its operator decides, whatever is said here. @default false */
  allowPrivateSources?: boolean | undefined;
  /** Tell private addresses of the end too. A server does what its operator decides, whatever is said here. @default false */
  allowPrivateWebhooks?: boolean | undefined;
  /** What requests are made with. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined;
}

/** The options, checked, with what the environment says in place of what they leave out. */
export interface ExecuteSettings {
  /** Null runs in this process. */
  apiUrl: string | null;
  apiKey: string | null;
  baseExecutionId: string | null;
  webhook: { url: string; secret?: string } | null;
  /** What the caller gave. */
  providerApiKeys: ProviderApiKeys;
  providers: readonly Provider[];
  /** What the environment has beside it. */
  environment: Environment;
  signal: AbortSignal | undefined;
  strict: boolean;
  listeners: readonly ProgressListener[];
  databaseUrl: string | null;
  allowPrivateSources: boolean;
  allowPrivateWebhooks: boolean;
  fetch: typeof globalThis.fetch;
}

export function readExecuteOptions(options: ExecuteOptions, environment: Environment): ExecuteSettings {
  checkNames(options, Object.keys(OPTION_KINDS), "options");
  for (const [name, kind] of Object.entries(OPTION_KINDS)) {
    const value: unknown = options[name as keyof ExecuteOptions];
    if (value !== undefined && !KIND_CHECKS[kind](value)) throw expected(name, kind, value);
  }
  const { webhookUrl, webhookSecret, onProgress } = options;
  if (webhookUrl === undefined && webhookSecret !== undefined) {
    throw new TypeError("Expected `webhookUrl` beside `webhookSecret`");
  }
  const apiUrl = options.apiUrl ?? environment.apiUrl;
  // What a program allows this process (`allowPrivate…`) a server refuses by itself, where its operator does not allow it.
  for (const name of ["providers", "databaseUrl"] as const) {
    if (apiUrl === null || options[name] === undefined) continue;
    throw new TypeError(`Expected no \`${name}\` for an execution on a server: its operator decides that`);
  }
  return {
    apiUrl: apiUrl === null ? null : checkedApiUrl(apiUrl),
    apiKey: checkedHeader("apiKey", options.apiKey ?? environment.apiKey),
    baseExecutionId: options.baseExecutionId ?? null,
    webhook:
      webhookUrl === undefined
        ? null
        : { url: webhookUrl, ...(webhookSecret === undefined ? {} : { secret: webhookSecret }) },
    providerApiKeys: checkedKeys(options.providerApiKeys ?? {}, options.providers ?? []),
    providers: options.providers ?? [],
    environment,
    signal: options.signal,
    strict: options.strict ?? false,
    listeners: onProgress === undefined ? [] : [onProgress],
    databaseUrl: options.databaseUrl ?? null,
    allowPrivateSources: options.allowPrivateSources ?? false,
    allowPrivateWebhooks: options.allowPrivateWebhooks ?? false,
    // Not the function itself: called as a method of something else, a browser's is an "Illegal invocation".
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  };
}

const OPTION_KINDS: Readonly<Record<keyof ExecuteOptions, keyof typeof KIND_CHECKS>> = {
  apiKey: "a non-empty string",
  apiUrl: "a non-empty string",
  baseExecutionId: "a non-empty string",
  webhookUrl: "a non-empty string",
  webhookSecret: "a non-empty string",
  providerApiKeys: "an object",
  providers: "a list",
  signal: "an AbortSignal",
  strict: "a boolean",
  onProgress: "a function",
  databaseUrl: "a non-empty string",
  allowPrivateSources: "a boolean",
  allowPrivateWebhooks: "a boolean",
  fetch: "a function",
};

const KIND_CHECKS = {
  "a boolean": (value: unknown) => typeof value === "boolean",
  "a function": (value: unknown) => typeof value === "function",
  "a non-empty string": (value: unknown) => typeof value === "string" && value !== "",
  "an AbortSignal": (value: unknown) => typeof value === "object" && value !== null && "aborted" in value,
  "a list": Array.isArray,
  "an object": (value: unknown) => typeof value === "object" && value !== null,
} as const;

const SECRETS = new Set(["apiKey", "webhookSecret", "databaseUrl"]);

function expected(name: string, kind: string, value: unknown): TypeError {
  // A key that is written wrong is still a key.
  const got = SECRETS.has(name) && typeof value === "string" && value !== "" ? "a string" : describeValue(value);
  return new TypeError(`Expected \`${name}\` to be ${kind}, got ${got}`);
}

function checkNames(given: object, known: readonly string[], what: string): void {
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`Expected ${what} to be an object, got ${describeValue(given)}`);
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`Expected no \`${unknown}\` in ${what}. ${didYouMean(unknown, known)}Known: ${known.join(", ")}`);
}

function checkedKeys(keys: object, providers: readonly Provider[]): ProviderApiKeys {
  const known = [...Object.keys(KEY_VARIABLES), ...providers.map(({ name }) => name)];
  const given: Record<string, string> = {};
  for (const [provider, key] of Object.entries<unknown>({ ...keys })) {
    // A server may have providers that nobody here has heard of, but none whose name is a slip of the pen.
    const nearest = known.includes(provider) ? "" : didYouMean(provider, known);
    if (nearest !== "") {
      throw new TypeError(`Expected no \`${provider}\` in \`providerApiKeys\`. ${nearest}Known: ${known.join(", ")}`);
    }
    if (key === undefined) continue;
    if (typeof key !== "string" || key === "") {
      throw new TypeError(`Expected the key of \`${provider}\` to be a non-empty string`);
    }
    given[provider] = key;
  }
  return given;
}

function checkedHeader(name: string, value: string | null): string | null {
  if (value === null || /^[\x21-\x7e]+$/.test(value)) return value;
  throw new TypeError(`Expected \`${name}\` to be of visible ASCII characters, without spaces or line ends`);
}

/** The server's address without what the routes begin with. */
function checkedApiUrl(apiUrl: string): string {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : null;
  const isAddress = url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  if (!isAddress || url.username !== "" || url.password !== "") {
    throw new TypeError(
      "Expected `apiUrl` (or PROXX_API_URL) to be an http or https URL without user, query and fragment, such as " +
        "`https://proxx.example.com`",
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "").replace(/\/api\/execute$/, "");
}
