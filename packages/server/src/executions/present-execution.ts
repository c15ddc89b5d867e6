import { isPlainObject, type Execution, type RunEvent, type WebhookBody } from "@proxx/contract";

export interface Presentation {
  /** Where the client reaches the server, without a slash at its end. */
  baseUrl: string;
  /** The folder of the server's data, which is nobody's business. Absolute. */
  home: string;
}

/** An execution as a client of the server sees it: files are addresses of the server, and no path shows where it keeps them. */
export function presentExecution(execution: Execution, presentation: Presentation): Execution {
  return present(execution, presentation) as Execution;
}

/** The same for what a webhook is told. */
export function presentMessage(body: WebhookBody, presentation: Presentation): WebhookBody {
  return present(body, presentation) as WebhookBody;
}

/** The same for an event. */
export function presentEvent(event: RunEvent, presentation: Presentation): RunEvent {
  return present(event, presentation) as RunEvent;
}

function present(value: unknown, presentation: Presentation): unknown {
  const { baseUrl, home } = presentation;
  if (Array.isArray(value)) return value.map((member) => present(member, presentation));
  if (typeof value === "string") return value.replaceAll(home, "$PROXX_HOME");
  if (!isPlainObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, present(member, presentation)]);
  const shown = Object.fromEntries(members) as Record<string, unknown>;
  const { sha256, url } = value;
  if (typeof sha256 === "string" && typeof url === "string") shown["url"] = artifactUrl(sha256, baseUrl);
  return shown;
}

function artifactUrl(sha256: string, baseUrl: string): string {
  return `${baseUrl}/api/artifacts/${sha256}`;
}
