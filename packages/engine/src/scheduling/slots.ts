interface SlotRequest {
  /** Those of one tenant share what there is with those of the others, whoever asked first. */
  readonly tenant: unknown;
  /** And so do, within a tenant, those of one group. */
  readonly group: object;
  /** The smaller comes first, of groups that have equally many slots. */
  readonly groupRank: number;
  readonly rank: number;
  /** Called once, with what gives the slot back. */
  readonly start: (release: () => void) => void;
}

type SlotPlace = Omit<SlotRequest, "start">;

/** So many at a time. Who is next is decided by ranks alone and not by who asked a moment earlier. */
export interface Slots {
  readonly count: number;
  readonly taken: number;
  /** Gives what withdraws the request, as long as it waits. */
  request(request: SlotRequest): () => void;
  /** A slot where one is free, and nobody waits who would come first: what gives it back. */
  takeFree(request: SlotPlace): (() => void) | null;
  /** Whether one that its group has, if it were given back now, would be this one's next; it is not given back then. */
  passOn(request: SlotPlace): boolean;
}

export function createSlots(count: number): Slots {
  /** By group, the first of each before the others. */
  const waiting = new Map<object, SlotRequest[]>();
  const taken: Taken = { byTenant: new Map(), byGroup: new Map(), turns: new Map() };
  let turn = 0;
  let free = count;
  let handingOut = false;

  // In a moment, so that all who ask in the same one are there to be chosen from.
  const handOut = () => {
    if (handingOut) return;
    handingOut = true;
    queueMicrotask(() => {
      handingOut = false;
      for (;;) {
        const next = free > 0 ? firstOf(waiting, taken) : null;
        if (next === null) return;
        withdraw(next);
        next.start(take(next));
      }
    });
  };
  const take = (request: SlotPlace) => {
    free -= 1;
    add(1, request);
    giveTurn(request);
    return once(() => release(request));
  };
  const giveTurn = ({ tenant }: SlotPlace) => {
    turn += 1;
    taken.turns.set(tenant, turn);
  };
  const join = (request: SlotRequest) => {
    const line = waiting.get(request.group) ?? [];
    line.splice(line.findLastIndex(({ rank }) => rank <= request.rank) + 1, 0, request);
    waiting.set(request.group, line);
  };
  const withdraw = (request: SlotRequest) => {
    const line = waiting.get(request.group) ?? [];
    const index = line.indexOf(request);
    if (index !== -1) line.splice(index, 1);
    if (line.length === 0) waiting.delete(request.group);
  };
  const add = (change: number, { tenant, group }: SlotPlace) => {
    changeBy(taken.byTenant, tenant, change);
    changeBy(taken.byGroup, group, change);
  };
  /** Whoever comes back later comes like one that was never there. */
  const forget = (tenant: unknown) => {
    const isThere = taken.byTenant.has(tenant) || waiting.values().some(([first]) => first?.tenant === tenant);
    if (!isThere) taken.turns.delete(tenant);
  };
  const release = (request: SlotPlace) => {
    free += 1;
    add(-1, request);
    handOut();
    forget(request.tenant);
  };
  return {
    count,
    get taken() {
      return count - free;
    },
    request(request) {
      join(request);
      handOut();
      return () => withdraw(request);
    },
    takeFree(place) {
      const first = firstOf(waiting, taken);
      return free > 0 && (first === null || compare(place, first, taken) < 0) ? take(place) : null;
    },
    passOn(place) {
      add(-1, place);
      const first = firstOf(waiting, taken);
      const isNext = first === null || compare(place, first, taken) < 0;
      add(1, place);
      if (isNext) giveTurn(place);
      return isNext;
    },
  };
}

/** How many slots each of them has. */
interface Taken {
  readonly byTenant: Map<unknown, number>;
  readonly byGroup: Map<unknown, number>;
  /** When each tenant got its last one, of those that are there. */
  readonly turns: Map<unknown, number>;
}

function changeBy(counts: Map<unknown, number>, key: unknown, change: number): void {
  const left = (counts.get(key) ?? 0) + change;
  if (left === 0) counts.delete(key);
  else counts.set(key, left);
}

/** Waits for a slot; gives what gives it back. */
export function takeSlot(slots: Slots, request: SlotPlace, signal: AbortSignal): Promise<() => void> {
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

function firstOf(waiting: ReadonlyMap<object, readonly SlotRequest[]>, taken: Taken): SlotRequest | null {
  let first: SlotRequest | null = null;
  for (const [request] of waiting.values()) {
    if (request !== undefined && (first === null || compare(request, first, taken) < 0)) first = request;
  }
  return first;
}

function compare(a: SlotPlace, b: SlotPlace, { byTenant, byGroup, turns }: Taken): number {
  const ofTenant = (byTenant.get(a.tenant) ?? 0) - (byTenant.get(b.tenant) ?? 0);
  const ofGroup = (byGroup.get(a.group) ?? 0) - (byGroup.get(b.group) ?? 0);
  // With few slots all have equally many again and again: nobody is to be the first of them each time.
  const byTurn = (turns.get(a.tenant) ?? 0) - (turns.get(b.tenant) ?? 0);
  return ofTenant || byTurn || ofGroup || a.groupRank - b.groupRank || a.rank - b.rank;
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
