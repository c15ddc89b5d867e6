import type { Node } from "@takumi-rs/core";
import type { PictureElement, SceneElement, ShapeElement } from "../scene/scene.ts";
import type { Typesetter } from "../text/look.ts";
import { textNodes } from "./text-nodes.ts";

/** An element of a scene as the renderer takes it. A picture is called by what `nameOf` says. */
export async function elementNodes(
  setter: Typesetter,
  element: SceneElement,
  nameOf: (picture: PictureElement) => string,
): Promise<Node[]> {
  switch (element.kind) {
    case "text":
      return textNodes(setter, element);
    case "shape":
      return [shapeNode(element)];
    case "picture":
      return [pictureNode(element, nameOf(element))];
  }
}

function shapeNode({ x, y, width, height, fill, radius, opacity, rotation }: ShapeElement): Node {
  return {
    type: "container",
    style: {
      position: "absolute",
      left: x,
      top: y,
      width,
      height,
      ...(fill.startsWith("#") ? { backgroundColor: fill } : { backgroundImage: layered(fill) }),
      ...(radius > 0 ? { borderRadius: radius } : {}),
      ...(opacity < 1 ? { opacity } : {}),
      ...(rotation === 0 ? {} : { transform: `rotate(${rotation}deg)` }),
    },
  };
}

/** A colour that is partly see-through, too, is drawn as a gradient. */
function layered(fill: string): string {
  return fill.startsWith("rgba") ? `linear-gradient(${fill}, ${fill})` : fill;
}

/** The part of a picture that is shown, through a window of its size. */
function pictureNode({ x, y, width, height, crop, source, radius }: PictureElement, name: string): Node {
  const across = width / crop.width;
  const down = height / crop.height;
  return {
    type: "container",
    style: {
      position: "absolute",
      display: "flex",
      left: x,
      top: y,
      width,
      height,
      overflow: "hidden",
      ...(radius > 0 ? { borderRadius: radius } : {}),
    },
    children: [
      {
        type: "image",
        src: name,
        style: {
          position: "absolute",
          left: -crop.x * across,
          top: -crop.y * down,
          width: source.width * across,
          height: source.height * down,
        },
      },
    ],
  };
}
