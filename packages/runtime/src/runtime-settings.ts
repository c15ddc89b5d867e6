import { homedir } from "node:os";
import { join } from "node:path";
import { modelSchema, ProxxError, type Model } from "@proxx/contract";
import { PROVIDER_URL_VARIABLES, type Task } from "@proxx/providers";

type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment decides for a runtime. */
export interface RuntimeSettings {
  /** Artifacts, what is known of them, and work folders. */
  home: string;
  /** The models used where a plan names none. */
  defaultModels: Partial<Record<Task, Model>>;
  /** Keys of providers, and the addresses that go with these keys. */
  environment: Variables;
  /** As in PATH. */
  searchPath: string;
}

const MODEL_VARIABLES: Readonly<Record<Task, string>> = {
  video: "PROXX_VIDEO_MODEL",
  image: "PROXX_IMAGE_MODEL",
  speech: "PROXX_SPEECH_MODEL",
  transcription: "PROXX_TRANSCRIPTION_MODEL",
  "lip-sync": "PROXX_LIP_SYNC_MODEL",
  "background-removal": "PROXX_BACKGROUND_REMOVAL_MODEL",
};

export function readRuntimeSettings(variables: Variables): RuntimeSettings {
  for (const variable of Object.values(PROVIDER_URL_VARIABLES)) checkUrl(variables[variable]?.trim(), variable);
  return {
    home: variables["PROXX_HOME"] || defaultHome(variables),
    defaultModels: readEach(MODEL_VARIABLES, variables, readModel),
    environment: variables,
    searchPath: variables["PATH"] ?? "",
  };
}

function defaultHome(variables: Variables): string {
  const data = process.platform === "win32" ? variables["LOCALAPPDATA"] : variables["XDG_DATA_HOME"];
  return join(data || join(homedir(), ".local", "share"), "proxx");
}

function readEach<Value>(
  names: Readonly<Record<string, string>>,
  variables: Variables,
  read: (text: string, variable: string) => Value,
): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const [name, variable] of Object.entries(names)) {
    const text = variables[variable]?.trim();
    if (text !== undefined && text !== "") found[name] = read(text, variable);
  }
  return found;
}

function checkUrl(text: string | undefined, variable: string): void {
  if (text === undefined || text === "" || /^https?:$/.test(URL.parse(text)?.protocol ?? "")) return;
  // Not quoted: a password may stand in it.
  throw new ProxxError("invalid_document", `${variable} is no address.`, {
    hint: "Write a whole URL, such as `http://localhost:8000/v1`.",
  });
}

/** `replicate:bytedance/seedance-1-pro`. */
function readModel(text: string, variable: string): Model {
  const colon = text.indexOf(":");
  const parsed = modelSchema.safeParse({ provider: text.slice(0, colon), model: text.slice(colon + 1) });
  if (colon > 0 && parsed.success) return parsed.data;
  throw new ProxxError("invalid_document", `${variable} is \`${text}\`, which names no model.`, {
    hint: "Write provider and model, such as `replicate:bytedance/seedance-1-pro`.",
  });
}
