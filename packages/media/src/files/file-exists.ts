import { access } from "node:fs/promises";

/** Whether something of this path is there, as far as this user can see. */
export function fileExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
