import { hidesAll, stateKey, type LayerState } from "../timeline/layer-state.ts";
import { hull, intersection, isEmpty, type Rectangle } from "../timeline/rectangle.ts";
import { blend, fill, halved } from "./blend.ts";
import { parseColour } from "./colour.ts";
import { drawView } from "./draw-view.ts";
import type { LayerPlanes } from "./layer-planes.ts";
import type { PlaneCache } from "./plane-cache.ts";
import { createYuvFrame, type YuvFrame } from "./yuv-frame.ts";

/** A frame that is drawn over and over: of each, only what differs from what it holds. */
export interface Canvas {
  /** The frame's bytes, which are the next one's after the next call. */
  draw(states: readonly LayerState[]): Promise<Uint8Array>;
}

export function createCanvas(
  { width, height, background }: { width: number; height: number; background: string },
  planes: PlaneCache,
): Canvas {
  const frame = createYuvFrame(width, height);
  const colour = parseColour(background);
  const whole: Rectangle = { left: 0, top: 0, right: width, bottom: height };
  let held: readonly LayerState[] | null = null;

  return {
    async draw(states) {
      const inks = await Promise.all(states.map((state) => planes.planesOf(state)));
      const area = held === null ? whole : changedArea(held, states);
      if (!isEmpty(area)) {
        const covering = states.findLastIndex((state) => hidesAll(state, { width, height }));
        if (covering < 0) fillFrame(frame, area, colour);
        for (const [index, state] of states.entries()) {
          const ink = inks[index];
          if (index >= covering && ink !== undefined) drawLayer(frame, state, ink, intersection(area, state.visible));
        }
      }
      held = states;
      return frame.bytes;
    },
  };
}

const NOWHERE: Rectangle = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };

/** The part of the frame in which two frames differ. */
function changedArea(before: readonly LayerState[], after: readonly LayerState[]): Rectangle {
  const keysBefore = new Set(before.map(stateKey));
  const keysAfter = new Set(after.map(stateKey));
  const gone = before.filter((state) => !keysAfter.has(stateKey(state)));
  const come = after.filter((state) => !keysBefore.has(stateKey(state)));
  const area = [...gone, ...come].map(({ visible }) => visible).reduce(hull, NOWHERE);
  // Colours are drawn two by two pixels.
  return {
    left: Math.floor(area.left / 2) * 2,
    top: Math.floor(area.top / 2) * 2,
    right: Math.ceil(area.right / 2) * 2,
    bottom: Math.ceil(area.bottom / 2) * 2,
  };
}

function fillFrame(frame: YuvFrame, area: Rectangle, colour: { y: number; u: number; v: number }): void {
  fill(frame.y, area, colour.y);
  fill(frame.u, halved(area), colour.u);
  fill(frame.v, halved(area), colour.v);
}

function drawLayer(frame: YuvFrame, state: LayerState, planes: LayerPlanes, area: Rectangle): void {
  if (isEmpty(area)) return;
  const { x, y, width, height, opacity, view } = state;
  const colours = halved(area);
  if (view === null) {
    blend(frame.y, planes.y, { x, y, area, opacity });
    const half = { x: x >> 1, y: y >> 1, area: colours, opacity };
    blend(frame.u, planes.u, half);
    blend(frame.v, planes.v, half);
    return;
  }
  drawView(frame.y, planes.y, { view, place: { x, y, width, height }, area, opacity });
  const half = {
    view: { x: view.x / 2, y: view.y / 2, width: view.width / 2, height: view.height / 2 },
    place: { x: x >> 1, y: y >> 1, width: width >> 1, height: height >> 1 },
    area: colours,
    opacity,
  };
  drawView(frame.u, planes.u, half);
  drawView(frame.v, planes.v, half);
}
