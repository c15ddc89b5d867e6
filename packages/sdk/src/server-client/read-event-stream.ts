export interface ServerSentEvent {
  /** The last one that was sent, as `EventSource` has it. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Server-sent events as they come. A comment gives an event of the type `""`, which says that somebody is there. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let [text, id] = ["", ""];
  for await (const piece of pieces(body)) {
    text += piece;
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = readFields(block);
      id = fields.get("id") ?? id;
      const data = fields.get("data");
      yield { id, type: data === undefined ? "" : (fields.get("event") ?? "message"), data: data ?? "" };
    }
  }
}

function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ""] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const before = name === "data" ? fields.get(name) : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return fields;
}

// A browser's stream may not be iterable, and a reader that is not let go of keeps the connection.
async function* pieces(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
