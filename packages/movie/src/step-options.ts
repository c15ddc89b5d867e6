/** How far a step is: `current` of `total`, and what it is at. What is told never goes back. */
export type OnProgress = (current: number, total: number, message: string) => void;

/** What every step takes and none needs. */
export interface StepOptions {
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}
