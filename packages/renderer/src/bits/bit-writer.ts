/** Writes bits, and the numbers of H.264 (ITU-T H.264, 9.1). */
export class BitWriter {
  readonly #bytes: number[] = [];
  #position = 0;

  bit(value: number): this {
    if ((this.#position & 7) === 0) this.#bytes.push(0);
    const last = this.#bytes.length - 1;
    this.#bytes[last] = (this.#bytes[last] ?? 0) | ((value & 1) << (7 - (this.#position & 7)));
    this.#position++;
    return this;
  }

  bits(value: number, count: number): this {
    for (let index = count - 1; index >= 0; index--) this.bit(Math.floor(value / 2 ** index));
    return this;
  }

  /** ue(v): an Exp-Golomb number. */
  unsigned(value: number): this {
    const length = Math.floor(Math.log2(value + 1));
    return this.bits(0, length).bits(value + 1, length + 1);
  }

  /** se(v): 0, 1, -1, 2, -2 … */
  signed(value: number): this {
    return this.unsigned(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** The bytes, the last of them filled with ones. */
  filledWithOnes(): Uint8Array {
    while ((this.#position & 7) !== 0) this.bit(1);
    return Uint8Array.from(this.#bytes);
  }

  /** The bytes, closed by a one and as many zeros as fill the last of them. */
  closed(): Uint8Array {
    this.bit(1);
    return Uint8Array.from(this.#bytes);
  }
}
