import { ease } from "./easing.ts";
import { viewAt, type View } from "./journey.ts";
import type { Direction, Motion } from "./motion.ts";
import { intersection, isEmpty, rectangleOf, type FrameSize, type Rectangle } from "./rectangle.ts";
import type { Picture } from "./picture.ts";
import type { TimelineLayer } from "./timeline.ts";

/** All that decides what a layer adds to one frame. Two frames with equal states are the same frame. */
export interface LayerState {
  readonly picture: Picture;
  /** Its rectangle in the frame, before anything is cut off. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From 0 to 256. */
  readonly opacity: number;
  /** The part of the frame in which it is seen. */
  readonly visible: Rectangle;
  readonly view: View | null;
}

export const OPAQUE = 256;

/** The layer in a frame in which it is; null if nothing of it is to be seen. */
export function layerStateAt(layer: TimelineLayer, frame: number, size: FrameSize): LayerState | null {
  const { picture, journey, enter, leave } = layer;
  const { width, height } = journey ?? picture;
  const place = { x: layer.x, y: layer.y, width, height };
  const coming = motionEffect(enter, presence(enter, frame - layer.from, "enter"), { place, size, enters: true });
  const going = motionEffect(leave, presence(leave, layer.to - 1 - frame, "leave"), { place, size, enters: false });
  const moved = { ...place, x: layer.x + coming.x + going.x, y: layer.y + coming.y + going.y };
  const visible = [coming.visible, going.visible, rectangleOf({ x: 0, y: 0, ...size })].reduce(
    intersection,
    rectangleOf(moved),
  );
  const opacity = Math.round((layer.opacity ?? 1) * coming.opacity * going.opacity * OPAQUE);
  if (opacity === 0 || isEmpty(visible)) return null;
  return { picture, ...moved, opacity, visible, view: journey ? viewAt(journey, frame, layer) : null };
}

/** The same text for the same state, whoever made the picture. */
export function stateKey({ picture, x, y, width, height, opacity, visible, view }: LayerState): string {
  const { left, top, right, bottom } = visible;
  const shown = view === null ? "" : ` ${view.x},${view.y} ${view.width}x${view.height}`;
  return `${picture.id} ${x},${y} ${width}x${height} ${opacity} ${left},${top}-${right},${bottom}${shown}`;
}

/** Whether nothing behind it is seen. */
export function hidesAll({ picture, opacity, visible }: LayerState, size: FrameSize): boolean {
  const isWhole = visible.left === 0 && visible.top === 0;
  return (
    picture.opaque === true &&
    opacity === OPAQUE &&
    isWhole &&
    visible.right === size.width &&
    visible.bottom === size.height
  );
}

/** What is hidden is left out, so that it does not make frames differ. */
export function seenOf(states: readonly LayerState[], size: FrameSize): readonly LayerState[] {
  const lowest = states.findLastIndex((state) => hidesAll(state, size));
  return states.slice(Math.max(0, lowest));
}

/** The same text for the same states. */
export function statesKey(states: readonly LayerState[]): string {
  return states.map(stateKey).join("\n");
}

/** How much of it is there, so many frames after its first or before its last: 1 is all. */
function presence(motion: Motion | undefined, frames: number, when: "enter" | "leave"): number {
  if (motion === undefined || frames >= motion.frames) return 1;
  const easing = motion.easing ?? (motion.kind === "fade" ? "linear" : when);
  const share = (frames + 1) / (motion.frames + 1);
  return when === "enter" ? ease(easing, share) : 1 - ease(easing, 1 - share);
}

interface Effect {
  readonly opacity: number;
  readonly x: number;
  readonly y: number;
  readonly visible: Rectangle;
}

const EVERYWHERE: Rectangle = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
const NOTHING: Effect = { opacity: 1, x: 0, y: 0, visible: EVERYWHERE };

interface Setting {
  readonly place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly size: FrameSize;
  readonly enters: boolean;
}

function motionEffect(motion: Motion | undefined, here: number, { place, size, enters }: Setting): Effect {
  if (motion === undefined || here === 1) return NOTHING;
  const away = 1 - here;
  switch (motion.kind) {
    case "fade":
      return { ...NOTHING, opacity: here };
    case "rise":
      return { ...NOTHING, opacity: here, y: Math.round(away * motion.pixels) };
    case "slide": {
      const { x, y } = wayOut(enters ? OPPOSITE[motion.toward] : motion.toward, place, size);
      return { ...NOTHING, x: Math.round(away * x), y: Math.round(away * y) };
    }
    case "reveal":
      return { ...NOTHING, visible: revealed(place, { share: here, enters, ...motion }) };
  }
}

const OPPOSITE = { left: "right", right: "left", up: "down", down: "up" } as const;

/** How far it has to go until it is outside. */
function wayOut(toward: Direction, { x, y, width, height }: Setting["place"], size: FrameSize) {
  return {
    left: { x: -(x + width), y: 0 },
    right: { x: size.width - x, y: 0 },
    up: { x: 0, y: -(y + height) },
    down: { x: 0, y: size.height - y },
  }[toward];
}

function revealed(
  place: Setting["place"],
  { share, toward, enters, step = 2 }: { share: number; toward: Direction; enters: boolean; step?: number | undefined },
): Rectangle {
  const whole = rectangleOf(place);
  const along = toward === "left" || toward === "right" ? place.width : place.height;
  // Colours have half the resolution: an edge at an odd pixel would show another one.
  const pixels = Math.min(along, Math.round((share * along) / step) * step);
  // What comes is seen from where the edge began; what goes is seen beyond it.
  switch (enters ? toward : OPPOSITE[toward]) {
    case "right":
      return { ...whole, right: whole.left + pixels };
    case "left":
      return { ...whole, left: whole.right - pixels };
    case "down":
      return { ...whole, bottom: whole.top + pixels };
    case "up":
      return { ...whole, top: whole.bottom - pixels };
  }
}
