import type { NalUnit } from "./nal-unit.ts";

/** Cuts a byte stream (annex B) into its units, however it is cut into pieces on its way. */
export function createNalSplitter(onUnit: (unit: NalUnit) => void) {
  let held = Buffer.alloc(0);
  /** Where the unit begins that has not ended yet; before the first start code there is none. */
  let start = -1;
  let searched = 0;

  const emit = (end: number) => {
    let last = end;
    // The zeros of a start code of four bytes, and those that may follow a unit, are not its own.
    while (last > start && held[last - 1] === 0) last--;
    if (start >= 0 && last > start) onUnit(Uint8Array.from(held.subarray(start, last)));
  };

  return {
    push(bytes: Uint8Array): void {
      held = Buffer.concat([held, bytes]);
      for (;;) {
        const code = held.indexOf(ONE_AFTER_ZEROS, searched);
        if (code < 0) break;
        emit(code);
        start = code + ONE_AFTER_ZEROS.length;
        searched = start;
      }
      searched = Math.max(searched, held.length - ONE_AFTER_ZEROS.length + 1);
      if (start <= 0) return;
      held = held.subarray(start);
      searched -= start;
      start = 0;
    },
    flush(): void {
      emit(held.length);
      held = Buffer.alloc(0);
      start = -1;
      searched = 0;
    },
  };
}

const ONE_AFTER_ZEROS = Buffer.from([0, 0, 1]);
