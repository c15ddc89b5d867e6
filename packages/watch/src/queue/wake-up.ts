/** Something to wait for that others can cut short. A wake that comes while nobody waits counts for the next wait. */
export function createWakeUp() {
  let pending = false;
  let wakeWaiter: (() => void) | null = null;
  return {
    wake: () => {
      pending = true;
      wakeWaiter?.();
    },
    wait: async (milliseconds: number): Promise<void> => {
      if (!pending) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wakeWaiter = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wakeWaiter = null;
      }
      pending = false;
    },
  };
}

/** Something that happened and was not looked at yet. */
export function createFlag() {
  let up = false;
  return {
    set: () => void (up = true),
    take: () => {
      const was = up;
      up = false;
      return was;
    },
  };
}
