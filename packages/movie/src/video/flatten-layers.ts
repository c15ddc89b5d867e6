interface Layer {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** RGBA, straight alpha. */
  readonly pixels: Uint8Array;
}

/** Layers from back to front as one, as large as the first. What lies outside of it is cut off. */
export function flattened(layers: readonly Layer[]): Layer {
  const [ground, ...others] = layers;
  if (ground === undefined) throw new TypeError("Expected layers to be at least one");
  const pixels = Uint8Array.from(ground.pixels);
  for (const layer of others) {
    const left = Math.max(0, layer.x - ground.x);
    const right = Math.min(ground.width, layer.x - ground.x + layer.width);
    const top = Math.max(0, layer.y - ground.y);
    const bottom = Math.min(ground.height, layer.y - ground.y + layer.height);
    for (let row = top; row < bottom; row++) {
      const source = ((row + ground.y - layer.y) * layer.width + left + ground.x - layer.x) * 4;
      overlay(pixels, (row * ground.width + left) * 4, { pixels: layer.pixels, at: source, count: right - left });
    }
  }
  return { ...ground, pixels };
}

function overlay(
  target: Uint8Array,
  at: number,
  { pixels, at: from, count }: { pixels: Uint8Array; at: number; count: number },
): void {
  for (let index = 0; index < count * 4; index += 4) {
    const alpha = pixels[from + index + 3] ?? 0;
    if (alpha === 0) continue;
    const below = ((target[at + index + 3] ?? 0) * (255 - alpha)) / 255;
    const total = alpha + below;
    for (let channel = 0; channel < 3; channel++) {
      const mixed = (pixels[from + index + channel] ?? 0) * alpha + (target[at + index + channel] ?? 0) * below;
      target[at + index + channel] = Math.round(mixed / total);
    }
    target[at + index + 3] = Math.round(total);
  }
}
