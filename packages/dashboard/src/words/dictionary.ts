import type { english } from "./english.ts";

/** What the page says, in one language: texts, and texts that take something in. */
export type Words = { readonly [Name in keyof typeof english]: Widened<(typeof english)[Name]> };

type Widened<Value> = Value extends string
  ? string
  : Value extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Name in keyof Value]: Widened<Value[Name]> };
