import { ProxxError } from "@proxx/contract";

/** Where traces go. */
export interface TelemetrySettings {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** By the variables of OpenTelemetry; null where nothing is to be sent. */
export function readTelemetrySettings(variables: Variables): TelemetrySettings | null {
  const variable = (name: string) => variables[name]?.trim() ?? "";
  const own = variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const shared = variable("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (variable("OTEL_SDK_DISABLED").toLowerCase() === "true" || variable("OTEL_TRACES_EXPORTER") === "none")
    return null;
  if (own === "" && shared === "") return null;
  const endpoint = own === "" ? `${shared.replace(/\/+$/, "")}/v1/traces` : own;
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) {
    // Not quoted: a password may stand in it.
    throw new ProxxError("invalid_document", "OTEL_EXPORTER_OTLP_ENDPOINT is no address.", {
      hint: "Write a whole URL, such as `http://localhost:4318`.",
    });
  }
  const headers = variable("OTEL_EXPORTER_OTLP_TRACES_HEADERS") || variable("OTEL_EXPORTER_OTLP_HEADERS");
  return { endpoint, headers: readHeaders(headers), serviceName: variable("OTEL_SERVICE_NAME") || "proxx" };
}

/** `name=value,name=value`, with the values encoded as in a URL. */
function readHeaders(text: string): Record<string, string> {
  const pairs = text.split(",").flatMap((pair) => {
    const [, name = "", value = ""] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    return name === "" ? [] : [[name, decode(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
