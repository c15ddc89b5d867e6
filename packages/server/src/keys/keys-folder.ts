import { join } from "node:path";

/** Where a server whose data is in `home` keeps its keys. */
export function keysFolder(home: string): string {
  return join(home, "keys");
}
