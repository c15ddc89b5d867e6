import type { Node } from "@takumi-rs/core";
import type { CaptionBox, CaptionStyle } from "./caption-style.ts";
import { checkedColor, parseColor } from "../color.ts";
import type { CaptionLayout } from "./layout-caption.ts";
import type { Fragment } from "./place-words.ts";
import { textNode } from "../fonts/text-node.ts";

/** From the back to the front: boxes, outlines with their shadow, the active word's box, letters. */
export function captionNodes(layout: CaptionLayout, fragments: readonly Fragment[], style: CaptionStyle): Node[] {
  const { fontSize, lineHeight } = layout;
  const { outline, activeWord } = style;
  const colors = { normal: style.color, active: activeWord.color, spoken: style.spokenWord.color };
  const words = (chosen: readonly Fragment[], look: (fragment: Fragment) => NonNullable<Node["style"]>): Node[] =>
    chosen.map((fragment) =>
      textNode(
        fragment.runs,
        {
          ...placedAt(fragment, lineHeight),
          ...grown(fragment),
          fontSize,
          fontWeight: style.fontWeight,
          lineHeight: `${lineHeight}px`,
          letterSpacing: `${fragment.letterSpacing * fontSize}px`,
          wordSpacing: `${style.wordSpacing * fontSize}px`,
          ...look(fragment),
        },
        fragment.direction,
      ),
    );
  const boxed = fragments.filter((fragment) => fragment.state === "active" && activeWord.background !== null);
  const bare = fragments.filter((fragment) => !boxed.includes(fragment));
  const letters = (chosen: readonly Fragment[]) => words(chosen, (fragment) => ({ color: colors[fragment.state] }));
  const layers: Node[] = backgroundLayers(layout, style);
  if (outline === null) {
    layers.push(layer(letters(bare), shadowOf(style, fontSize)));
  } else {
    // The renderer paints a stroke over the letter; so that it only stands out around it, it is that of a second text behind.
    const { opaque, alpha } = parseColor("style.outline.color", outline.color);
    const stroke = `${2 * outline.width * fontSize}px ${opaque}`;
    const outlines = words(bare, () => ({ color: opaque, WebkitTextStroke: stroke, strokeLinejoin: "round" }));
    layers.push(layer(outlines, { opacity: alpha, ...shadowOf(style, fontSize) }), layer(letters(bare)));
  }
  if (activeWord.background !== null) {
    layers.push(wordBoxes(boxed, activeWord.background, layout), layer(letters(boxed)));
  }
  return layers;
}

/** One shadow of a whole layer takes a quarter of the time that a shadow of each word takes. */
function shadowOf({ shadow }: CaptionStyle, fontSize: number) {
  if (shadow === null) return {};
  const [x, y, blur] = [shadow.x, shadow.y, shadow.blur / 2].map((value) => `${value * fontSize}px`);
  return { filter: `drop-shadow(${x} ${y} ${blur} ${checkedColor("style.shadow.color", shadow.color)})` };
}

function backgroundLayers({ lines, box, ...layout }: CaptionLayout, { background }: CaptionStyle): Node[] {
  if (background === null || lines.length === 0) return [];
  const rows = alignEdges(
    lines.map((line) => ({ x: line.x - box.x, y: line.y - box.y, width: line.width })),
    layout.fontSize * 0.4,
  );
  const left = Math.min(...rows.map((row) => row.x));
  const right = Math.max(...rows.map((row) => row.x + row.width));
  const block = { x: left, y: rows[0]?.y ?? 0, width: right - left };
  const padding = { x: background.paddingX * layout.fontSize, y: background.paddingY * layout.fontSize };
  const around = ({ x, y, width }: Row, lineHeight: number) => ({
    left: x - padding.x,
    top: y - padding.y,
    width: width + 2 * padding.x,
    height: lineHeight + 2 * padding.y,
  });
  const boxes =
    background.around === "line"
      ? rows.map((row) => around(row, layout.lineHeight))
      : [around(block, layout.lineHeight * lines.length)];
  return [boxLayer(boxes, background, layout.fontSize)];
}

/**
 * Boxes of nearly one width look like a mistake: an edge that is nearly in line with that of the next row is put in
 * line.
 */
function alignEdges(rows: readonly Row[], within: number) {
  const aligned = rows.map((row) => ({ left: row.x, right: row.x + row.width, y: row.y }));
  for (const [index, row] of aligned.entries()) {
    const above = aligned[index - 1];
    if (above === undefined) continue;
    if (Math.abs(above.left - row.left) < within) above.left = row.left = Math.min(above.left, row.left);
    if (Math.abs(above.right - row.right) < within) above.right = row.right = Math.max(above.right, row.right);
  }
  return aligned.map(({ left, right, y }) => ({ x: left, y, width: right - left }));
}

/** Behind active words. */
function wordBoxes(words: readonly Fragment[], box: CaptionBox, { fontSize, lineHeight }: CaptionLayout): Node {
  const places = words.map((word) => {
    const height = (lineHeight + 2 * box.paddingY * fontSize) * word.scale;
    return { left: word.box.x, top: word.y + (lineHeight - height) / 2, width: word.box.width, height };
  });
  return boxLayer(places, box, fontSize);
}

type Row = Pick<Fragment, "x" | "y" | "width">;

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxLayer(places: readonly Place[], box: CaptionBox, fontSize: number): Node {
  const { opaque, alpha } = parseColor("color", box.color);
  const look = { position: "absolute", borderRadius: box.radius * fontSize, backgroundColor: opaque } as const;
  const nodes = places.map((place): Node => ({ type: "container", style: { ...place, ...look } }));
  return layer(nodes, { opacity: alpha });
}

/** Draws its children as one picture with one opacity, so that what overlaps among them does not get darker. */
function layer(children: Node[], style: NonNullable<Node["style"]> = {}): Node {
  return {
    type: "container",
    style: { position: "absolute", left: 0, top: 0, width: "100%", height: "100%", ...style },
    children,
  };
}

function placedAt({ x, y, width }: Fragment, lineHeight: number) {
  return { position: "absolute" as const, left: x, top: y, width, height: lineHeight };
}

function grown({ scale }: Fragment) {
  return scale !== 1 ? { transform: `scale(${scale})` } : {};
}
