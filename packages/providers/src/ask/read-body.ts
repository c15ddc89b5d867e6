import { ProxxError } from "@proxx/contract";

/** Pictures, sound and short videos come inside answers; nothing a provider makes in one call is larger. */
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;

export async function readBody(response: Response, maxBytes = MAX_ANSWER_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new ProxxError("result_unusable", `The provider's answer is larger than ${maxBytes} bytes.`, {
        hint: "Ask for something shorter or smaller.",
      });
    }
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
