/** Of what kind the work is: what this machine computes, or what somebody else does, for whom it waits. */
export type Load = "compute" | "wait";

/**
 * What ends a run of an operation that is to be run again later, with what it has noted down. It goes through the operation
 * like an error, and is none: nothing has failed, and nothing is to be undone.
 */
export class Parked extends Error {
  override readonly name = "Parked";
  readonly lookAgainInMs: number;
  readonly load: Load;

  constructor(lookAgainInMs: number, load: Load) {
    super("The operation is run again later");
    this.lookAgainInMs = lookAgainInMs;
    this.load = load;
  }
}
