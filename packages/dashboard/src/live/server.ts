import { signal } from "@preact/signals";
import { createClient } from "@proxx/sdk/client";

/** Where the server is: beside the page. */
export const serverUrl = new URL(".", location.href).href.replace(/\/+$/, "");

/** The server wants a key, and this browser has none that it takes any more. */
export const isSignedOut = signal(false);

export const client = createClient({
  url: serverUrl,
  async fetch(input, init) {
    const response = await fetch(input, init);
    // A wrong key that somebody tries is no sign of that.
    if (response.status === 401 && !response.url.endsWith("/api/session")) isSignedOut.value = true;
    return response;
  },
});

/** A file that was made, wherever the server says that it is: the page may load from its own place alone. */
export function artifactUrl(sha256: string): string {
  return `${serverUrl}/api/artifacts/${encodeURIComponent(sha256)}`;
}
