const COLOUR = /^#([0-9a-f]{6})([0-9a-f]{2})$/;

/** A colour as parameters have it (`#rrggbbaa`) in ffmpeg's spelling. Nothing else gets through to a filter. */
export function ffmpegColour(colour: string): string {
  const [, rgb, alpha] = COLOUR.exec(colour) ?? [];
  if (rgb === undefined || alpha === undefined) {
    throw new TypeError(`Expected a colour as \`#rrggbbaa\`, got ${JSON.stringify(colour.slice(0, 20))}`);
  }
  return `0x${rgb}${alpha}`;
}

/** Whether nothing shows through the colour. */
export function isOpaque(colour: string): boolean {
  return ffmpegColour(colour).endsWith("ff");
}
