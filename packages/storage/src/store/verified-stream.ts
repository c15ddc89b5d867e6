import { createHash } from "node:crypto";

/**
 * Lets the whole of a file pass, and its last chunk only when the bytes are those of the hash: whoever reads it gets all of
 * what it is, or an error before its end.
 */
export function verifiedStream(
  body: ReadableStream<Uint8Array>,
  sha256: string,
  fail: () => Error,
): ReadableStream<Uint8Array> {
  const hash = createHash("sha256");
  let last: Uint8Array | null = null;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        hash.update(chunk);
        if (last !== null) controller.enqueue(last);
        last = chunk;
      },
      flush(controller) {
        if (hash.digest("hex") !== sha256) controller.error(fail());
        else if (last !== null) controller.enqueue(last);
      },
    }),
  );
}
