import { MOST_SCALE } from "../blocks/place-picture.ts";
import type { Box, Scene, SceneElement } from "../scene/scene.ts";
import type { SlideFault } from "./slide-fault.ts";
import type { TextBox } from "./text-box.ts";

interface Checked {
  readonly texts: readonly TextBox[];
  readonly scene: Scene;
  /** What is behind everything. */
  readonly ground: string;
}

/** What is wrong with pictures and with what stands on them. */
export function pictureFaults({ texts, scene, ground }: Checked): SlideFault[] {
  const faults: SlideFault[] = [];
  const order = new Map(scene.layers.map(({ id }, index) => [id, index]));
  const inOrder = scene.elements.toSorted((one, other) => (order.get(one.layer) ?? 0) - (order.get(other.layer) ?? 0));
  for (const element of inOrder) {
    if (element.kind !== "picture" || element.purpose !== "photo") continue;
    const [across, down] = [element.width / element.crop.width, element.height / element.crop.height];
    if (Math.max(across, down) > MOST_SCALE * 1.01) {
      faults.push({
        rule: "blown-up",
        message: `A picture is shown at ${Math.max(across, down).toFixed(1)} times its size.`,
      });
    }
    if (Math.abs(across / down - 1) > 0.02)
      faults.push({ rule: "bent", message: "A picture is not of its own shape." });
  }
  for (const text of texts) {
    const name = `“${text.lines.join(" ").slice(0, 40)}”`;
    const behind = inOrder.filter((element) => isBehind(element, text, order));
    const photo = behind.findLastIndex((element) => element.kind === "picture" && element.purpose === "photo");
    const cover = behind.findLastIndex((element) => element.kind === "shape" && contains(element, text));
    if (photo > cover) faults.push({ rule: "bare-on-photo", message: `${name} stands on a picture.` });
    const top = behind[cover];
    const on = top?.kind === "shape" ? top.fill : ground;
    if (photo <= cover && on.startsWith("#") && on !== text.on) {
      faults.push({ rule: "wrong-ground", message: `${name} was chosen for ${text.on} and stands on ${on}.` });
    }
  }
  return faults;
}

/** A field or a picture that reaches under a text and comes before it. */
function isBehind(element: SceneElement, text: TextBox, order: ReadonlyMap<string, number>): boolean {
  if (element.kind === "text") return false;
  if (element.kind === "shape" && element.purpose !== "panel" && element.purpose !== "scrim") return false;
  return (order.get(element.layer) ?? 0) <= (order.get(text.layer) ?? 0) && overlaps(element, text);
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x + 1 &&
    outer.y <= inner.y + 1 &&
    outer.x + outer.width >= inner.x + inner.width - 1 &&
    outer.y + outer.height >= inner.y + inner.height - 1
  );
}
