/** So many at a time; resolves or rejects when none is under way any more. */
export async function eachOf<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) {
      if (signal.aborted) return;
      await work(item, index);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.max(1, concurrency) }, worker));
  const rejected = ended.find((one) => one.status === "rejected");
  if (rejected !== undefined) throw rejected.reason;
}
