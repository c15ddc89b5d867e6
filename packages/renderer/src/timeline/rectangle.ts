export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** Edges in pixels; right and bottom are the first that are outside. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function rectangleOf({
  x,
  y,
  width,
  height,
}: FrameSize & { readonly x: number; readonly y: number }): Rectangle {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

export function intersection(one: Rectangle, other: Rectangle): Rectangle {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}

/** The smallest that holds both. */
export function hull(one: Rectangle, other: Rectangle): Rectangle {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

export function isEmpty({ left, top, right, bottom }: Rectangle): boolean {
  return right <= left || bottom <= top;
}
