import * as builders from "./builders.ts";

/** The name of an operation's builder. */
export type OperationName = keyof typeof builders;

/** What can be known of every operation without running it. */
export const SIGNATURES = Object.values(builders).map(({ signature }) => signature);
