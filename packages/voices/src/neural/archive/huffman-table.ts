import { ArchiveFault, type BitReader } from "./bit-reader.ts";

export interface HuffmanTable {
  read(bits: BitReader): number;
}

const MOST_BITS = 20;

/** Codes by their lengths: those of a length are in the order of their symbols, and follow the shorter ones. */
export function createHuffmanTable(lengths: readonly number[]): HuffmanTable {
  const symbols: number[] = [];
  // The first code behind those of each length, as if it had all bits; and what is taken from a code to find its symbol.
  const limits = new Uint32Array(MOST_BITS + 2);
  const offsets = new Int32Array(MOST_BITS + 2);
  let code = 0;
  const shortest = Math.min(...lengths);
  for (let length = 1; length <= MOST_BITS; length += 1) {
    offsets[length] = code - symbols.length;
    for (const [symbol, of] of lengths.entries()) {
      if (of !== length) continue;
      symbols.push(symbol);
      code += 1;
    }
    limits[length] = code << (MOST_BITS - length);
    code <<= 1;
  }
  return {
    read(bits) {
      const next = bits.peek(MOST_BITS);
      let length = shortest;
      while (length <= MOST_BITS && next >= (limits[length] ?? 0)) length += 1;
      const symbol = symbols[(next >>> (MOST_BITS - length)) - (offsets[length] ?? 0)];
      if (length > MOST_BITS || symbol === undefined) throw new ArchiveFault("it is damaged");
      bits.skip(length);
      return symbol;
    },
  };
}
