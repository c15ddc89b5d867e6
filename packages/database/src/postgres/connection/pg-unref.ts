import type { Client } from "pg";

declare module "pg" {
  interface ClientBase {
    /** Left out of the types, and there all the same. */
    unref(): void;
  }
}

/** Lets the process end though this connection is open. */
export function unrefConnection(client: Client): void {
  client.unref();
}
