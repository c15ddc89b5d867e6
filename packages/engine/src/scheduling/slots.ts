export interface SlotRequest {
  /** Requests of one group share what there is with those of the others, whoever asked first. */
  readonly group: object;
  /** The smaller comes first, of groups that have equally many slots. */
  readonly groupRank: number;
  readonly rank: number;
  /** Called once, with what gives the slot back. */
  readonly start: (release: () => void) => void;
}

/** So many at a time. Who is next is decided by ranks alone and not by who asked a moment earlier. */
export interface Slots {
  /** Gives what withdraws the request, as long as it waits. */
  request(request: SlotRequest): () => void;
}

export function createSlots(count: number): Slots {
  const waiting = new Set<SlotRequest>();
  const taken = new Map<object, number>();
  let free = count;
  let handingOut = false;

  // In a moment, so that all who ask in the same one are there to be chosen from.
  const handOut = () => {
    if (handingOut) return;
    handingOut = true;
    queueMicrotask(() => {
      handingOut = false;
      while (free > 0) {
        const next = firstOf(waiting, taken);
        if (next === null) return;
        waiting.delete(next);
        free -= 1;
        taken.set(next.group, (taken.get(next.group) ?? 0) + 1);
        next.start(once(() => release(next.group)));
      }
    });
  };
  const release = (group: object) => {
    free += 1;
    const left = (taken.get(group) ?? 1) - 1;
    if (left === 0) taken.delete(group);
    else taken.set(group, left);
    handOut();
  };
  return {
    request(request) {
      waiting.add(request);
      handOut();
      return () => void waiting.delete(request);
    },
  };
}

/** Waits for a slot; gives what gives it back. */
export function takeSlot(slots: Slots, request: Omit<SlotRequest, "start">, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      withdraw();
      reject(signal.reason as Error);
    };
    const withdraw = slots.request({
      ...request,
      start: (release) => {
        signal.removeEventListener("abort", onAbort);
        resolve(release);
      },
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}

function firstOf(waiting: ReadonlySet<SlotRequest>, taken: ReadonlyMap<object, number>): SlotRequest | null {
  let first: SlotRequest | null = null;
  for (const request of waiting) if (first === null || compare(request, first, taken) < 0) first = request;
  return first;
}

function compare(a: SlotRequest, b: SlotRequest, taken: ReadonlyMap<object, number>): number {
  const share = (taken.get(a.group) ?? 0) - (taken.get(b.group) ?? 0);
  return share || a.groupRank - b.groupRank || a.rank - b.rank;
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
