import type { ClipResult } from "@proxx/contract";

/** A working file as it is when it is about to get its final name. */
export interface PublishIntent {
  /** The clip's result as it will be once the name is given. */
  clip: ClipResult;
  workingPath: string;
  /** Of the working file, and so of the final one: publishing links, it does not copy. */
  inode: string;
}

/**
 * What a runner writes down to be able to tell, after a crash, which clips have their final names. Each call is awaited
 * before the next step. A `clipPublishing` that throws fails the clip before it is published; `clipPublished` must not.
 */
export interface PublishLog {
  clipStarted(index: number, workingPath: string): Promise<void>;
  clipPublishing(index: number, intent: PublishIntent): Promise<void>;
  clipPublished(index: number): Promise<void>;
}
