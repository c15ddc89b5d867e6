import { signal } from "@preact/signals";
import type { Session } from "@proxx/contract";
import { forgetDrafts } from "./drafts.ts";
import { client, isSignedOut } from "./server.ts";

/** Who looks at the page; nothing is known of that in the beginning. */
export const session = signal<Partial<Session>>({});

export async function readSession(): Promise<void> {
  session.value = await client.session.get();
}

/** Rejects with what is wrong with the key. */
export async function openSession(apiKey: string): Promise<void> {
  const opened = await client.session.open(apiKey);
  // What has ended with the session before, such as the stream of news, begins anew.
  if (isSignedOut.peek()) location.reload();
  else session.value = opened;
}

export async function closeSession(): Promise<void> {
  await client.session.close();
  forgetDrafts();
  // What others have left in memory is nobody's business any more.
  location.reload();
}
