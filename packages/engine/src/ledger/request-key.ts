/** What makes a request to begin an execution the same as another one, however often it comes. */
export interface RequestKey {
  /** Chosen by whoever asks; each tenant has its own. */
  readonly key: string;
  /** Of all that was asked for. */
  readonly fingerprint: string;
}

/** What a key stands for already. */
export interface Requested {
  readonly executionId: string;
  /** Whether it stood on the same request. */
  readonly isSame: boolean;
}

/** For so long after an execution was begun its key stands for it. */
export const REQUEST_KEPT_MS = 24 * 3600 * 1000;

/** The key of a request that is to begin an execution stands for another one, or on another request. */
export class RequestTaken extends Error {
  override readonly name = "RequestTaken";
  readonly requested: Requested;

  constructor(requested: Requested) {
    super(`The key of this request stands for the execution ${requested.executionId}`);
    this.requested = requested;
  }
}
