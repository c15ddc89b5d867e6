import type { LayerState } from "../timeline/layer-state.ts";
import { makeLayerPlanes, type Ink, type LayerPlanes, type Parity } from "./layer-planes.ts";

/** Keeps pictures as they are blended, those that were used last, up to so many bytes. */
export function createPlaneCache(limitBytes = 400 * 1024 * 1024) {
  const kept = new Map<string, Promise<LayerPlanes>>();
  const sizes = new Map<string, number>();
  let bytes = 0;

  const forget = (key: string) => {
    bytes -= sizes.get(key) ?? 0;
    kept.delete(key);
    sizes.delete(key);
  };
  const make = async (key: string, { picture }: LayerState, parity: Parity) => {
    const planes = await makeLayerPlanes(picture, parity);
    sizes.set(key, sizeOf(planes));
    bytes += sizeOf(planes);
    for (const oldest of kept.keys()) {
      if (bytes <= limitBytes || oldest === key) break;
      if (sizes.has(oldest)) forget(oldest);
    }
    return planes;
  };

  return {
    planesOf(state: LayerState): Promise<LayerPlanes> {
      const parity = { oddX: (state.x & 1) as 0 | 1, oddY: (state.y & 1) as 0 | 1 };
      const key = `${state.picture.id} ${parity.oddX}${parity.oddY}`;
      const planes = kept.get(key) ?? make(key, state, parity);
      // What is asked for again is the last to be forgotten.
      kept.delete(key);
      kept.set(key, planes);
      planes.catch(() => forget(key));
      return planes;
    },
  };
}

export type PlaneCache = ReturnType<typeof createPlaneCache>;

function sizeOf({ y, u, v }: LayerPlanes): number {
  const inkSize = ({ bytes, alpha }: Ink) => bytes.length + (alpha?.length ?? 0);
  return inkSize(y) + inkSize(u) + v.bytes.length;
}
