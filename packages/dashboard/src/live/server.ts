import { createClient } from "@proxx/sdk/client";

/** Where the server is: beside the page. */
export const serverUrl = new URL(".", location.href).href.replace(/\/+$/, "");

export const client = createClient({ url: serverUrl });

/** A file that was made, wherever the server says that it is: the page may load from its own place alone. */
export function artifactUrl(sha256: string): string {
  return `${serverUrl}/api/artifacts/${encodeURIComponent(sha256)}`;
}
