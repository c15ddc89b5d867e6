import type { Frame } from "../frame/frame.ts";
import type { Scene, SceneElement } from "./scene.ts";

/** A scene for readers from right to left: everything at the other side, pictures and letters as they are. */
export function mirrorScene(scene: Scene, { left, right, width }: Pick<Frame, "left" | "right" | "width">): Scene {
  const mirrored = scene.elements.map((element): SceneElement => {
    // What reaches an edge of the frame reaches the other one; all else changes sides where text may be.
    const bleeds = element.x <= 0 || element.x + element.width >= width;
    const x = (bleeds ? width : left + right) - element.x - element.width;
    if (element.kind !== "text" || element.align === "center") return { ...element, x };
    // A text that goes from right to left begins at the right of itself.
    const reads = element.laid.lines[0]?.direction === "rtl";
    return { ...element, x, align: element.align === "left" ? (reads ? "left" : "right") : reads ? "right" : "left" };
  });
  return { ...scene, elements: mirrored };
}
