/**
 * A shape of picture as it was said, `16:9` or `1920:1080`, with its two numbers. In a job's key and in a request to a
 * provider it is its text.
 */
export class AspectRatio {
  readonly width: number;
  readonly height: number;
  readonly text: string;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.text = `${width}:${height}`;
  }

  /** Whether a frame of that size has this shape, but for the rounding of its sides. */
  fits(size: { width: number; height: number }): boolean {
    return Math.abs((size.width * this.height) / (size.height * this.width) - 1) < 0.02;
  }
}
