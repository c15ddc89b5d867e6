/**
 * What Remotion's browser runs. It is a text because Remotion bundles it, with the React and the Remotion that are installed
 * where the movie is made. What is seen when has been decided before: it looks up the run of its frame and shows that.
 */
export const COMPOSITION_SOURCE = `
import { createElement, useEffect, useState } from "react";
import { Composition, continueRender, delayRender, Img, registerRoot, staticFile, useCurrentFrame } from "remotion";

async function movie() {
  return await (await fetch(staticFile("movie.json"))).json();
}

function Layer({ file, width, height, layer }) {
  const { x, y, opacity, visible, view } = layer;
  const [wide, high] = view === null ? [1, 1] : [layer.width / view.width, layer.height / view.height];
  const box = { left: visible.left, top: visible.top, width: visible.right - visible.left, height: visible.bottom - visible.top };
  const left = x - visible.left - (view === null ? 0 : view.x * wide);
  const top = y - visible.top - (view === null ? 0 : view.y * high);
  const picture = { position: "absolute", maxWidth: "none", left, top, width: width * wide, height: height * high };
  return createElement(
    "div",
    { style: { position: "absolute", overflow: "hidden", opacity: opacity / 256, ...box } },
    createElement(Img, { src: staticFile(file), style: picture }),
  );
}

function Movie() {
  const frame = useCurrentFrame();
  const [handle] = useState(() => delayRender());
  const [loaded, setLoaded] = useState(null);
  useEffect(() => {
    movie().then((value) => {
      setLoaded(value);
      continueRender(handle);
    });
  }, [handle]);
  if (loaded === null) return null;
  const run = loaded.runs.findLast(({ from }) => from <= frame);
  const layers = run.states.map((layer, index) => {
    const picture = loaded.pictures[layer.picture];
    return createElement(Layer, { key: layer.picture + " " + index, layer, ...picture });
  });
  return createElement("div", { style: { position: "absolute", inset: 0, background: loaded.background } }, layers);
}

function Root() {
  return createElement(Composition, {
    id: "movie",
    component: Movie,
    width: 2,
    height: 2,
    fps: 1,
    durationInFrames: 1,
    calculateMetadata: async () => {
      const { width, height, fps, frames } = await movie();
      return { width, height, fps, durationInFrames: frames };
    },
  });
}

registerRoot(Root);
`;
