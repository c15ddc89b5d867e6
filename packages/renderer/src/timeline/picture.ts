/** What a layer shows. Two with the same `id` are the same, whoever made them. */
export interface Picture {
  /** Of its content, such as the hash of its pixels. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Whether it hides all that is behind it. @default false */
  readonly opaque?: boolean | undefined;
  /** RGBA, the colours not multiplied by the opacity. Asked for when it is drawn, and perhaps again later. */
  readonly pixels: () => Uint8Array | Promise<Uint8Array>;
}
