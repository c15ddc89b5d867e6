import { GRIDS, type Grid } from "./grid.ts";

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** The nearest grid on a frame of any size. Everything is in the frame's pixels but what `px` takes. */
export interface Frame extends FrameSize {
  readonly grid: Grid;
  /** Pixels of the grid as pixels of the frame, whole. */
  readonly px: (gridPixels: number) => number;
  readonly left: number;
  readonly right: number;
  /** Of the title. */
  readonly top: number;
  /** Where content ends. */
  readonly bottom: number;
  /** How wide so many columns are with the gutters between them. */
  readonly columns: (count: number) => number;
  /** How wide a line of running text may be. */
  readonly measure: number;
  /** Where text ends at the right whose box ends at this height: further down, phones have their own signs there. */
  readonly rightAt: (bottom: number) => number;
  /** Where a title ends at the right: before the logo, where there is one. */
  readonly titleRight: number;
  /** Where text ends at the right, however far down it reaches. */
  readonly textRight: number;
}

export function frameOf({ width, height }: FrameSize, subtitles: boolean): Frame {
  const grid = nearestGrid(width / height);
  const scale = Math.min(width / grid.width, height / grid.height);
  const px = (gridPixels: number) => Math.round(gridPixels * scale);
  const left = px(grid.margin);
  const right = width - left;
  const gutter = grid.gutter * scale;
  const column = (right - left - (grid.columns - 1) * gutter) / grid.columns;
  const columns = (count: number) => Math.round(count * column + (count - 1) * gutter);
  const { overlay } = grid;
  // A frame of another shape than its grid's keeps the distances from its own edges.
  const foot = grid.bottom[subtitles ? "subtitles" : "none"];
  const bottom = height - px(grid.height - foot);
  const rightAt = (end: number) =>
    overlay !== null && end > height - px(grid.height - overlay.below) ? width - px(grid.width - overlay.right) : right;
  return {
    width,
    height,
    grid,
    px,
    left,
    right,
    titleRight: right,
    top: px(grid.titleTop),
    bottom,
    columns,
    measure: columns(grid.measure),
    rightAt,
    textRight: rightAt(bottom),
  };
}

function nearestGrid(aspect: number): Grid {
  const distance = (grid: Grid) => Math.abs(Math.log(aspect / (grid.width / grid.height)));
  return GRIDS.reduce((best, grid) => (distance(grid) < distance(best) ? grid : best));
}
