/** A box of an MP4 (ISO/IEC 14496-12, 4.2): its length, its name of four letters, its content. */
export function box(name: string, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([unsigned32(length), Buffer.from(name, "latin1"), ...content]);
}

/** A box that begins with a version and flags. */
export function fullBox(
  name: string,
  { version = 0, flags = 0 }: { version?: number; flags?: number },
  ...content: readonly Uint8Array[]
): Uint8Array {
  return box(name, unsigned32(version * 2 ** 24 + flags), ...content);
}

export function unsigned16(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

export function unsigned32(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

export function unsigned64(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export function zeros(count: number): Uint8Array {
  return new Uint8Array(count);
}
