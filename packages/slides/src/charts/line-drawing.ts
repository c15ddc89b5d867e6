import type { Box } from "../scene/scene.ts";

/** A line through points of the frame, broken where one is missing, as an SVG of the area; a dot at its end. */
export function lineDrawing(
  points: readonly ({ readonly x: number; readonly y: number } | null)[],
  { area, color, stroke, dot }: { area: Box; color: string; stroke: number; dot: number },
): Uint8Array {
  const number = (value: number) => value.toFixed(1);
  let path = "";
  let drawing = false;
  for (const point of points) {
    if (point !== null) path += `${drawing ? "L" : "M"}${number(point.x - area.x)} ${number(point.y - area.y)}`;
    drawing = point !== null;
  }
  const last = points.findLast((point) => point !== null);
  const end =
    last == null
      ? ""
      : `<circle cx="${number(last.x - area.x)}" cy="${number(last.y - area.y)}" r="${dot / 2}" fill="${color}"/>`;
  const size = `width="${area.width}" height="${area.height}" viewBox="0 0 ${area.width} ${area.height}"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}><path d="${path}" fill="none" stroke="${color}" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round"/>${end}</svg>`,
  );
}
