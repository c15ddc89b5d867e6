import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ProxxError, type Model, type RunEvent, type Task } from "@proxx/contract";
import {
  BUILT_IN_PROVIDERS,
  checkedProviders,
  readProviderSettings,
  type Polling,
  type Provider,
  type ProviderSettings,
  type ProviderWebhooks,
} from "@proxx/providers";
import { readOrMakeKey, type EngineOptions } from "@proxx/engine";
import type { CreateOperation } from "@proxx/operations";
import type { ReadMovieConfig } from "@proxx/movie";
import type { S3Settings } from "@proxx/storage";
import { pictureModelNamed, scriptKeyOf } from "./movies/configured-services.ts";
import { readDefaultModels } from "./default-models.ts";
import { readTelemetrySettings, type TelemetrySettings } from "./telemetry/telemetry-settings.ts";
import { readGivenKey, type ReadKey } from "./secrets-key.ts";
import { readStoreSettings } from "./store-settings.ts";

export interface RuntimeOptions {
  /** What the operator's environment settles, such as `process.env`: docs/operating.md lists the variables. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Artifacts, what is known of them, and work folders. @default PROXX_HOME, else the user's data folder */
  home?: string | undefined;
  /** Where executions are kept: a Postgres such as `postgres://proxx:password@host/proxx`. @default DATABASE_URL, else a file below `home` */
  databaseUrl?: string | undefined;
  /** Where artifacts are kept: a bucket such as `s3://films/proxx`. @default PROXX_STORE, else files below `home` */
  store?: string | undefined;
  /** Of what of a bucket lies on this machine; what is in use is not counted out. @default 20 GiB */
  maxCacheBytes?: number | undefined;
  /** Remembers what the installed ffmpeg can do. @default `tools.json` below `home` */
  toolCacheFile?: string | undefined;
  /** Providers beside those that come with Proxx. @default none */
  providers?: readonly Provider[] | undefined;
  /** Operations beside those that come with Proxx. @default none */
  operations?: readonly CreateOperation[] | undefined;
  /** Where providers are reached in place of their own addresses, whosever key it is. @default their own addresses */
  baseUrls?: Readonly<Record<string, string>> | undefined;
  /** The models used where a plan names none. @default those of the environment */
  defaultModels?: DefaultModels | undefined;
  /** Fetch sources from private addresses too. @default false */
  allowPrivateSources?: boolean | undefined;
  /** Whether a plan may name files of this machine. @default true */
  allowLocalPaths?: boolean | undefined;
  /** How many jobs compute at the same time. @default half of the cores, at least 2 */
  computeSlots?: number | undefined;
  /** How the jobs of all who work on one home, or one database, are shared. @default each runs those of its own executions */
  sharing?: Sharing | undefined;
  /** For each job by itself. @default one hour */
  jobTimeoutMs?: number | undefined;
  /** Where providers reach this machine, by a job's token, to say that there is news; null for nowhere. @default nowhere */
  callbackUrl?: ((token: string) => string | null) | undefined;
  /** What happens in all executions that have their place here, as it happens. */
  onEvent?: ((event: RunEvent) => void) | undefined;
  /** Told what goes wrong that no execution is to blame for. @default nobody */
  onFault?: ((fault: unknown) => void) | undefined;
  /** Say of what is made again why, even where nobody listens. @default false */
  explainMisses?: boolean | undefined;
  /** How often providers are asked, and for how long. @default a second, then longer and longer up to 15; half an hour */
  polling?: Polling | undefined;
  /** Where providers tell of the end of their runs. @default nowhere: they are asked */
  providerWebhooks?: ProviderWebhooks | undefined;
  /** What proxx.yaml says of movies: who writes, who speaks, whose brands are known. @default nothing */
  movies?: MoviesConfig | undefined;
}

/** What of proxx.yaml decides how movies are made in plans; how one is to look is said by whoever asks for it. */
export type MoviesConfig = Pick<
  ReadMovieConfig,
  "writer" | "pictures" | "personas" | "voice" | "voices" | "voicevox" | "brand" | "brands"
>;

/** As the engine has it. */
type Sharing = Pick<EngineOptions, "sharesJobs" | "jobsPerTenant" | "jobsPerProvider" | "onlyAdmits">;

type DefaultModels = Readonly<Partial<Record<Task, Model>>>;

/** The options with all that the environment says in place of what they leave out. Nothing reads the environment after this. */
export interface RuntimeSettings {
  readonly home: string;
  /** `url` is null for a file. */
  readonly database: { readonly url: string | null; readonly file: string };
  readonly secretsKey: ReadKey;
  /** Null for files below `home`. */
  readonly store: S3Settings | null;
  readonly maxCacheBytes: number;
  readonly toolCacheFile: string;
  /** As in PATH. */
  readonly searchPath: string;
  readonly providers: readonly Provider[];
  readonly operations: readonly CreateOperation[];
  /** By the provider's name. */
  readonly providerSettings: Readonly<Record<string, ProviderSettings>>;
  readonly defaultModels: DefaultModels;
  readonly allowPrivateSources: boolean;
  readonly allowLocalPaths: boolean;
  readonly computeSlots: number | undefined;
  readonly sharing: Sharing;
  readonly jobTimeoutMs: number | undefined;
  readonly callbackUrl: ((token: string) => string | null) | undefined;
  readonly onEvent: ((event: RunEvent) => void) | undefined;
  readonly onFault: (fault: unknown) => void;
  /** Null where no traces are sent. */
  readonly telemetry: TelemetrySettings | null;
  readonly explainMisses: boolean | undefined;
  readonly polling: Polling;
  readonly providerWebhooks: ProviderWebhooks | undefined;
  readonly movies: {
    readonly config: MoviesConfig;
    readonly scriptKey: string | undefined;
    readonly pictures: ReturnType<typeof pictureModelNamed>;
  };
}

type Variables = RuntimeOptions["environment"];

/** The one place where the options and the environment are read. */
export function readRuntimeSettings({ environment, ...options }: RuntimeOptions): RuntimeSettings {
  const home = homeFolder({ environment, home: options.home });
  const providers = checkedProviders([...BUILT_IN_PROVIDERS, ...(options.providers ?? [])]);
  for (const { baseUrlVariable } of providers) checkUrl(environment[baseUrlVariable]?.trim(), baseUrlVariable);
  const secretsKey = environment["PROXX_SECRETS_KEY"]?.trim() ?? "";
  const store = options.store ?? environment["PROXX_STORE"]?.trim() ?? "";
  return {
    home,
    database: databaseOf({ environment, ...options }),
    secretsKey: secretsKey === "" ? () => readOrMakeKey(join(home, "secrets.key")) : readGivenKey(secretsKey),
    store: store === "" ? null : readStoreSettings(store, environment),
    maxCacheBytes: options.maxCacheBytes ?? 20 * 1024 ** 3,
    toolCacheFile: options.toolCacheFile ?? join(home, "tools.json"),
    searchPath: environment["PATH"] ?? "",
    providers,
    operations: options.operations ?? [],
    providerSettings: readProviderSettings(providers, environment, options.baseUrls),
    defaultModels: options.defaultModels ?? readDefaultModels(environment, providers),
    allowPrivateSources: options.allowPrivateSources ?? false,
    allowLocalPaths: options.allowLocalPaths ?? true,
    computeSlots: options.computeSlots,
    sharing: options.sharing ?? {},
    jobTimeoutMs: options.jobTimeoutMs,
    callbackUrl: options.callbackUrl,
    onEvent: options.onEvent,
    onFault: options.onFault ?? (() => {}),
    telemetry: readTelemetrySettings(environment),
    explainMisses: options.explainMisses,
    polling: options.polling ?? {},
    providerWebhooks: options.providerWebhooks,
    movies: {
      config: options.movies ?? {},
      scriptKey: scriptKeyOf(options.movies?.writer, environment),
      pictures: pictureModelNamed(options.movies?.pictures, providers),
    },
  };
}

/** Where executions are kept, by the options, else by the environment. */
export function databaseOf({
  environment,
  home,
  databaseUrl,
}: Pick<RuntimeOptions, "environment" | "home" | "databaseUrl">): RuntimeSettings["database"] {
  const url = databaseUrl ?? environment["DATABASE_URL"]?.trim() ?? "";
  return { url: url === "" ? null : url, file: join(homeFolder({ environment, home }), "proxx.sqlite") };
}

/** Where everything is kept, by the option, else by the environment. */
function homeFolder({ environment, home }: Pick<RuntimeOptions, "environment" | "home">): string {
  return resolve(home ?? (environment["PROXX_HOME"] || defaultHome(environment)));
}

function defaultHome(variables: Variables): string {
  const data = process.platform === "win32" ? variables["LOCALAPPDATA"] : variables["XDG_DATA_HOME"];
  return join(data || join(homedir(), ".local", "share"), "proxx");
}

function checkUrl(text: string | undefined, variable: string): void {
  if (text === undefined || text === "" || /^https?:$/.test(URL.parse(text)?.protocol ?? "")) return;
  // Not quoted: a password may stand in it.
  throw new ProxxError("invalid_document", `${variable} is no address.`, {
    hint: "Write a whole URL, such as `http://localhost:8000/v1`.",
  });
}
