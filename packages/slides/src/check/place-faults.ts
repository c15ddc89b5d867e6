import type { Slide } from "@proxx/contract";
import type { Frame } from "../frame/frame.ts";
import type { Box, Scene } from "../scene/scene.ts";
import type { SlideFault } from "./slide-fault.ts";
import type { TextBox } from "./text-box.ts";

interface Checked {
  readonly slide: Slide;
  readonly texts: readonly TextBox[];
  readonly scene: Scene;
  readonly frame: Frame;
}

/** What is wrong with where the parts of a slide stand. */
export function placeFaults({ slide, texts, scene, frame }: Checked): SlideFault[] {
  const faults: SlideFault[] = [];
  for (const text of texts) {
    const name = `“${text.lines.join(" ").slice(0, 40)}”`;
    const bottom = text.y + text.height;
    const inside =
      text.x >= leftOf(text, frame) - SLACK &&
      text.x + text.width <= rightOf(text, frame) + SLACK &&
      text.y >= frame.top - frame.px(40);
    if (!inside) faults.push({ rule: "outside-zone", message: `${name} stands outside of where text may be.` });
    if (bottom > frame.bottom + SLACK)
      faults.push({ rule: "over-subtitles", message: `${name} reaches below the content.` });
  }
  for (const element of scene.elements) {
    const counts = element.kind === "shape" && (element.purpose === "data" || element.purpose === "mark");
    if (counts && element.y + element.height > frame.bottom + SLACK) {
      faults.push({
        rule: "over-subtitles",
        message: `A shape of ${element.width} × ${element.height} reaches below the content.`,
      });
    }
  }
  faults.push(...collisions(texts), ...alignmentFaults(texts, frame));
  if (!UNEVEN.includes(slide.layout)) faults.push(...gapFaults(texts, frame));
  return faults;
}

/** Whole pixels, and what letters are set closer by. */
const SLACK = 2;

/** Where distances follow from what is shown, as in a table or a chart. */
const UNEVEN: readonly string[] = ["table", "bar-chart", "line-chart", "credits", "code"];

/** A mark hangs outside of the edge of its text. */
function leftOf(text: TextBox, frame: Frame): number {
  return text.role === "figure" && text.size >= frame.px(100) ? frame.left - text.size * 0.6 : frame.left;
}

function rightOf(text: TextBox, frame: Frame): number {
  // Names at the ends of lines and large texts may use all of the width where no overlay is.
  return frame.rightAt(text.y + text.height);
}

/** Texts of different places that cover one another. Those of different builds of the same panel are one above the other. */
function collisions(texts: readonly TextBox[]): SlideFault[] {
  const faults: SlideFault[] = [];
  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      if (one.role === "code" && other.role === "code" && one.layer !== other.layer) continue;
      if (one.role === "figure" || other.role === "figure" || !overlap(one, other)) continue;
      const [first, second] = [one, other].map(({ lines }) => lines[0]?.slice(0, 30));
      faults.push({ rule: "texts-collide", message: `“${first}” and “${second}” cover one another.` });
    }
  }
  return faults;
}

function overlap(one: Box, other: Box): boolean {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return across > SLACK && down > SLACK;
}

/** Left edges that are nearly the same look like a mistake. */
function alignmentFaults(texts: readonly TextBox[], frame: Frame): SlideFault[] {
  const lefts = texts.filter(
    ({ align, role }) => align === "left" && ["title", "body", "eyebrow", "source"].includes(role),
  );
  const edges = [...new Set(lefts.map(({ x }) => x))].toSorted((one, other) => one - other);
  for (const [index, edge] of edges.entries()) {
    const distance = edge - (edges[index - 1] ?? -Infinity);
    if (distance >= 1 && distance <= frame.px(15)) {
      return [{ rule: "almost-aligned", message: `Two texts begin ${distance.toFixed(0)} px apart.` }];
    }
  }
  return [];
}

/** Between texts below one another there are multiples of eight pixels of the grid. */
function gapFaults(texts: readonly TextBox[], frame: Frame): SlideFault[] {
  const columns = new Map<number, TextBox[]>();
  for (const text of texts) columns.set(text.x, [...(columns.get(text.x) ?? []), text]);
  for (const column of columns.values()) {
    const sorted = column.toSorted((one, other) => one.y - other.y);
    for (const [index, text] of sorted.entries()) {
      const above = sorted[index - 1];
      // What stands at the foot stands there, however high the rest is.
      const between = texts.some(
        (one) => above !== undefined && one.y >= above.y + above.height - SLACK && one.y + one.height <= text.y + SLACK,
      );
      if (above === undefined || between || text.role === "source" || text.role === "figure" || above.role === "figure")
        continue;
      const gap = text.y - above.y - above.height;
      const nearest = [0, 1, 2].map((by) => frame.px(8 * (Math.floor(gap / frame.px(8)) - 1 + by)));
      if (!nearest.some((one) => Math.abs(one - gap) <= SLACK)) {
        return [{ rule: "off-grid", message: `Above “${text.lines[0]?.slice(0, 30)}” there are ${gap} px.` }];
      }
    }
  }
  return [];
}
