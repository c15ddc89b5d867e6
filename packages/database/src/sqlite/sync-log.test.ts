import { expect, test } from "vitest";
import { createLogSync } from "./sync-log.ts";

/** A log whose disk takes as long as the test says. */
function slowLog() {
  const begun: PromiseWithResolvers<void>[] = [];
  const log = createLogSync("database", async () => ({
    datasync() {
      const disk = Promise.withResolvers<void>();
      begun.push(disk);
      return disk.promise;
    },
    close: async () => {},
  }));
  return { log, begun };
}

const aTurn = () => new Promise((resolve) => setImmediate(resolve));

test("whoever asks while the disk is at work waits for its next turn, and all of them for the same", async () => {
  const { log, begun } = slowLog();
  const done: string[] = [];
  const ask = (name: string) => log.sync().then(() => done.push(name));
  const first = ask("first");
  await aTurn();
  const others = [ask("second"), ask("third")];
  log.wake();
  await aTurn();
  expect(begun).toHaveLength(1);
  begun[0]?.resolve();
  await first;
  expect(done).toEqual(["first"]);
  await aTurn();
  expect(begun).toHaveLength(2);
  begun[1]?.resolve();
  await Promise.all(others);
  expect(done).toEqual(["first", "second", "third"]);
  expect(begun).toHaveLength(2);
});

test("whoever waits is told that the disk failed, also before, and whoever comes later is not", async () => {
  const { log, begun } = slowLog();
  log.wake();
  await aTurn();
  begun.shift()?.reject(new Error("The disk was gone"));
  await aTurn();
  await expect(log.sync()).rejects.toThrow("The disk was gone");
  const first = log.sync();
  await aTurn();
  const second = log.sync();
  begun[0]?.reject(new Error("The disk is gone"));
  await expect(first).rejects.toThrow("The disk is gone");
  await aTurn();
  begun[1]?.resolve();
  await second;
  await log.close();
});
