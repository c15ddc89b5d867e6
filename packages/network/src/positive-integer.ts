/** A longer timer would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Throws for the first of these options that is no positive integer, or no length of a timer where it is in ms. */
export function checkPositiveIntegers(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    const limit = name.endsWith("Ms") ? MAX_TIMER_MS : Number.MAX_SAFE_INTEGER;
    if (Number.isSafeInteger(value) && value > 0 && value <= limit) continue;
    throw new TypeError(`Expected \`${name}\` to be a positive integer up to ${limit}, got \`${value}\``);
  }
}
