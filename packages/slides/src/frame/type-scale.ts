/** Sizes of text in pixels of the grid's own frame; where there are several, the first one in which it fits is taken. */
export interface TypeScale {
  readonly cover: readonly number[];
  readonly statement: readonly number[];
  readonly title: readonly number[];
  readonly quote: readonly number[];
  readonly body: readonly number[];
  readonly label: number;
  /** Of sources and axes. Nothing is smaller. */
  readonly floor: number;
  readonly code: readonly number[];
  readonly figure: number;
}
