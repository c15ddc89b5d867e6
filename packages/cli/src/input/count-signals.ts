/** The first and the second of SIGINT, SIGTERM and SIGHUP, until disposed. */
export function countSignals(): { first: Promise<void>; second: Promise<void> } & Disposable {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let count = 0;
  const onSignal = () => {
    count += 1;
    (count === 1 ? first : second).resolve();
  };
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of names) process.on(name, onSignal);
  return {
    first: first.promise,
    second: second.promise,
    [Symbol.dispose]: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
