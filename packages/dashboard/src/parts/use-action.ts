import { useSignal, type ReadonlySignal } from "@preact/signals";

export interface Action {
  readonly isBusy: ReadonlySignal<boolean>;
  /** Why it did not work the last time; null where it did. */
  readonly error: ReadonlySignal<unknown>;
  readonly perform: (action: () => Promise<void>) => Promise<void>;
}

/** What a button asks for, done once however often it is pressed. */
export function useAction(): Action {
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(null);
  return {
    isBusy,
    error,
    async perform(action) {
      if (isBusy.peek()) return;
      isBusy.value = true;
      error.value = null;
      try {
        await action();
      } catch (reason) {
        error.value = reason;
      } finally {
        isBusy.value = false;
      }
    },
  };
}
