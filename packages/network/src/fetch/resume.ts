import { stat } from "node:fs/promises";
import { unreachable, type Target } from "../network-failure.ts";

/** How many bytes a fetch that broke has left at `path`. */
export async function bytesLeftAt(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}

/** Where in the file the body of an answer begins: behind what is there, or at 0 where the server sends all of it again. */
export function startOfBody(
  { status, contentRange }: { status: number; contentRange: string | null },
  left: number,
  target: Target,
): number {
  if (status !== 206) return 0;
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(contentRange ?? "") ?? [];
  const reachesItsEnd = total === "*" || Number(end) + 1 === Number(total);
  if (Number(start) === left && reachesItsEnd) return left;
  throw unreachable(target, "it sends another part of itself than was asked for", { retryable: false });
}
