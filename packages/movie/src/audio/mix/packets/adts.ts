/** The packets of AAC as they lie in a file of ADTS (ISO/IEC 13818-7, 6.2), each with its header; null where it is none. */
export function packetsOf(stream: Uint8Array): Uint8Array[] | null {
  const packets: Uint8Array[] = [];
  for (let at = 0; at < stream.length;) {
    const [sync = 0, second = 0, , high = 0, middle = 0, low = 0] = stream.subarray(at, at + 6);
    const length = ((high & 3) << 11) | (middle << 3) | (low >> 5);
    if (sync !== 0xff || (second & 0xf6) !== 0xf0 || length < 7 || at + length > stream.length) return null;
    packets.push(stream.subarray(at, at + length));
    at += length;
  }
  return packets;
}
