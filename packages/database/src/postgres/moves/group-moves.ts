/**
 * Moves of different executions that wait at the same moment are made in one transaction: a dozen statements and one wait for
 * the disk, however many they are. Whoever finds nobody before him waits for nobody.
 *
 * No move suffers by another one. An execution that somebody else holds is left out, and moved alone when he is done; where
 * anything of a group cannot be kept, nothing of it is, and each is made by itself.
 */
import { setImmediate } from "node:timers/promises";
import type { Ledger, Moved } from "@proxx/engine";
import type { PostgresDatabase } from "../connection/open-database.ts";
import { moveExecutions, type WantedMove } from "./move-executions.ts";

/** What comes while a group is made goes into the next one. Where the first takes as long as that, it waits for somebody else. */
const GROUPS_AT_A_TIME = 2;
const PATIENCE_MS = 100;
/** What is in a group is locked until all of it is kept. */
const LARGEST_GROUP = 16;

interface WaitingMove extends WantedMove {
  readonly resolve: (moved: Moved | Promise<Moved>) => void;
}

export function createMoveGroups({ write }: Pick<PostgresDatabase, "write">): Ledger["move"] {
  let waiting: WaitingMove[] = [];
  let groups = 0;
  let quickGroups = 0;

  function goOn(): void {
    if (quickGroups > 0 || groups === GROUPS_AT_A_TIME || waiting.length === 0) return;
    groups += 1;
    quickGroups += 1;
    let isQuick = true;
    const goOnWithout = () => {
      if (isQuick) quickGroups -= 1;
      isQuick = false;
      goOn();
    };
    const timer = setTimeout(goOnWithout, PATIENCE_MS);
    timer.unref();
    void moveNext().finally(() => {
      clearTimeout(timer);
      groups -= 1;
      goOnWithout();
    });
  }

  async function moveNext(): Promise<void> {
    // Whatever else happens in this turn of the event loop goes with it.
    await setImmediate();
    const group = takeGroup();
    try {
      const moved = await moveTogether(group);
      for (const move of group) move.resolve(moved.get(move.id) ?? moveAlone(move));
    } catch (error) {
      // It may be the fault of one, also where it looks as if the database were away: what takes too long does.
      for (const move of group) move.resolve(group.length === 1 ? Promise.reject(error) : moveAlone(move));
    }
  }

  /** An execution is moved once in a group. */
  function takeGroup(): WaitingMove[] {
    const group = new Map<string, WaitingMove>();
    for (const move of waiting) if (group.size < LARGEST_GROUP && !group.has(move.id)) group.set(move.id, move);
    waiting = waiting.filter((move) => group.get(move.id) !== move);
    return [...group.values()];
  }

  async function moveTogether(group: readonly WantedMove[]): Promise<Map<string, Moved>> {
    const { moved, told } = await write((transaction) => moveExecutions(group, transaction));
    const toldBy = await told;
    return new Map(Array.from(moved, ([id, one]) => [id, { ...one, told: [...(toldBy.get(id) ?? [])] }]));
  }

  async function moveAlone(move: WantedMove): Promise<Moved> {
    const moved = (await moveTogether([move])).get(move.id);
    if (moved === undefined) throw new TypeError(`Expected the execution ${move.id} to have been moved`);
    return moved;
  }

  return (id, known, begin) =>
    new Promise((resolve) => {
      waiting.push({ id, known, begin, resolve });
      goOn();
    });
}
