import type { Node } from "@takumi-rs/core";
import type { Frame } from "../frame/frame.ts";
import type { Box, Enter, LayerPlan, PictureElement, Scene, SceneElement } from "../scene/scene.ts";
import type { Typesetter } from "../text/look.ts";
import { elementNodes } from "./element-nodes.ts";
import { GROUND } from "./ground.ts";

/** A part of a slide as pixels, and where in the frame it belongs. Its place and size are even. */
export interface SlideLayer extends Box {
  readonly id: string;
  /** RGBA, straight alpha. */
  readonly pixels: Uint8Array;
  /** 0: there from the start; the others come one after the other. */
  readonly build: number;
  readonly enter: Enter;
  /** Which point, row or bar of the slide it stands for, the first being 0. */
  readonly item?: number;
  /** Where a slow zoom of a picture goes, in shares of the layer. */
  readonly focus?: { readonly x: number; readonly y: number };
}

/** A scene with what it stands on. */
export interface Setting {
  readonly scene: Scene;
  readonly ground: readonly SceneElement[];
  readonly frame: Frame;
  readonly setter: Typesetter;
}

/** Layers from back to front. Put over one another at their places, they are the slide. */
export async function drawLayers({ scene, ground, frame, setter }: Setting): Promise<SlideLayer[]> {
  const plans: LayerPlan[] = [{ id: GROUND, build: 0, enter: "none" }, ...scene.layers];
  const layers: SlideLayer[] = [];
  for (const plan of plans) {
    const elements = [...ground, ...scene.elements].filter(({ layer }) => layer === plan.id);
    if (elements.length === 0) continue;
    const box = plan.id === GROUND ? wholeOf(frame) : inkBox(elements, frame);
    layers.push({ ...plan, ...box, pixels: await render(setter, elements, { box, format: "raw" }) });
  }
  return layers;
}

/** All of a slide as one picture. */
export function drawFlat({ scene, ground, frame, setter }: Setting): Promise<Buffer> {
  const order = new Map([GROUND, ...scene.layers.map(({ id }) => id)].map((id, index) => [id, index]));
  const elements = [...ground, ...scene.elements].toSorted(
    (one, other) => (order.get(one.layer) ?? 0) - (order.get(other.layer) ?? 0),
  );
  return render(setter, elements, { box: wholeOf(frame), format: "png" });
}

async function render(
  setter: Typesetter,
  elements: readonly SceneElement[],
  { box, format }: { box: Box; format: "raw" | "png" },
): Promise<Buffer> {
  const pictures: PictureElement[] = [];
  const nameOf = (picture: PictureElement) => {
    if (!pictures.includes(picture)) pictures.push(picture);
    return `picture-${pictures.indexOf(picture)}`;
  };
  const nodes: Node[] = [];
  for (const element of elements) nodes.push(...(await elementNodes(setter, element, nameOf)));
  const { x, y, width, height } = box;
  const root: Node = {
    type: "container",
    style: { width, height, position: "relative", overflow: "hidden" },
    children: [
      {
        type: "container",
        style: { position: "absolute", left: -x, top: -y, width: x + width, height: y + height },
        children: nodes,
      },
    ],
  };
  const images = pictures.map((picture) => ({ src: nameOf(picture), data: picture.data, cache: "none" as const }));
  return setter.fonts.body.renderer.render(root, { width, height, format, images, dithering: "ordered-bayer" });
}

function wholeOf({ width, height }: Frame): Box {
  return { x: 0, y: 0, width, height };
}

/** Where a layer may have ink: letters reach over their boxes. Even, for pictures with halved colour. */
function inkBox(elements: readonly SceneElement[], frame: Frame): Box {
  const left = Math.min(...elements.map((one) => one.x - reachOf(one)));
  const top = Math.min(...elements.map((one) => one.y - reachOf(one)));
  const right = Math.max(...elements.map((one) => one.x + one.width + reachOf(one)));
  const bottom = Math.max(...elements.map((one) => one.y + one.height + reachOf(one)));
  const [x, y] = [left, top].map((value) => Math.max(0, 2 * Math.floor(value / 2)));
  const length = (from = 0, to: number, most: number) =>
    Math.max(2, Math.min(most - from, 2 * Math.ceil((to - from) / 2)));
  return { x: x ?? 0, y: y ?? 0, width: length(x, right, frame.width), height: length(y, bottom, frame.height) };
}

function reachOf(element: SceneElement): number {
  if (element.kind === "text") return Math.ceil(element.laid.look.size * 0.35);
  return element.kind === "shape" && element.rotation !== 0 ? element.width : 0;
}
