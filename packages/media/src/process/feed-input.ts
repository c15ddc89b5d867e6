import type { Writable } from "node:stream";

/**
 * Gives a process its input piece by piece, as it takes it: while one piece is on its way the next is asked for, and no
 * more. When the process has closed its input or ended, the rest is not asked for.
 */
export async function feedInput(
  stdin: Writable,
  pieces: AsyncIterable<Uint8Array>,
  /** It has taken another one. */
  onTaken: () => void,
): Promise<void> {
  let taken = Promise.resolve(true);
  for await (const piece of pieces) {
    if (!(await taken)) return;
    onTaken();
    taken = write(stdin, piece);
  }
  if (await taken) stdin.end();
}

/** Whether it was taken, once that is known. */
function write(stdin: Writable, piece: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    stdin.write(piece, (error) => resolve(error === null || error === undefined));
  });
}
