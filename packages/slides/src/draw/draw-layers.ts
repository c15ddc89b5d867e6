import type { Node } from "@takumi-rs/core";
import type { Frame } from "../frame/frame.ts";
import type { Box, LayerPlan, PictureElement, Scene, SceneElement } from "../scene/scene.ts";
import type { Typesetter } from "../text/look.ts";
import { elementNodes } from "./element-nodes.ts";
import { BACKDROP, GROUND } from "./ground.ts";

/** A part of a slide, and where in the frame it belongs. Its place and size are even. */
export interface SlideLayer extends LayerPlan, Box {
  /** RGBA, straight alpha. Drawn when it is asked for, each time the same. */
  pixels(): Promise<Uint8Array>;
}

/** A scene with what it stands on. */
export interface Setting {
  readonly scene: Scene;
  readonly ground: readonly SceneElement[];
  /** Where a picture behind it is zoomed to. */
  readonly focus: LayerPlan["focus"];
  readonly frame: Frame;
  readonly setter: Typesetter;
}

/** Layers from back to front. Put over one another at their places, they are the slide. */
export function layersOf({ scene, ground, focus, frame, setter }: Setting): SlideLayer[] {
  const still = { build: 0, enter: "none" } as const;
  const backdrop: LayerPlan = { id: BACKDROP, ...still, ...(focus === undefined ? {} : { focus }) };
  const plans: LayerPlan[] = [backdrop, { id: GROUND, ...still }, ...scene.layers];
  return plans.flatMap((plan) => {
    const elements = [...ground, ...scene.elements].filter(({ layer }) => layer === plan.id);
    if (elements.length === 0) return [];
    const box = plan.id === GROUND || plan.id === BACKDROP ? wholeOf(frame) : inkBox(elements, frame);
    return [{ ...plan, ...box, pixels: () => render(setter, elements, { box, format: "raw" }) }];
  });
}

/** All of a slide as one picture. */
export function drawFlat({ scene, ground, frame, setter }: Setting): Promise<Buffer> {
  const order = new Map([BACKDROP, GROUND, ...scene.layers.map(({ id }) => id)].map((id, index) => [id, index]));
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
