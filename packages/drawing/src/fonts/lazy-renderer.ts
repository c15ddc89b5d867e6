import type { Renderer } from "@takumi-rs/core";

export type LazyRenderer = Pick<Renderer, "measure" | "registerFont" | "render">;

/** Loaded when something is first measured or drawn: it takes 20 MB, and a server that waits for work draws nothing. */
export function createLazyRenderer(): LazyRenderer {
  let loaded: Promise<Renderer> | null = null;
  const load = () => {
    loaded ??= import("@takumi-rs/core").then(({ Renderer: Loaded }) => new Loaded());
    return loaded;
  };
  return {
    measure: async (...about) => (await load()).measure(...about),
    registerFont: async (...about) => (await load()).registerFont(...about),
    render: async (...about) => (await load()).render(...about),
  };
}
