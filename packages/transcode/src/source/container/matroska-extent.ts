import { open, type FileHandle } from "node:fs/promises";

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;

/** An element of Matroska: which one, and where its content lies. */
interface Element {
  id: number;
  start: number;
  end: number;
}

/**
 * Whether a Matroska file holds all that it declares, by the sizes of its elements: a copy that broke off ends before its
 * segment does, or goes on in zeros. False too where the segment does not say how long it is.
 */
export async function holdsWholeSegment(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const header = await readElement(file, 0, size);
    if (header?.id !== EBML) return false;
    const segment = await readElement(file, header.end, size);
    if (segment?.id !== SEGMENT) return false;
    const parts = await readElements(file, segment);
    const lastCluster = parts?.findLast(({ id }) => id === CLUSTER);
    // Zeros may begin within the last cluster, whose end nothing stands behind.
    return lastCluster !== undefined && (await readElements(file, lastCluster)) !== null;
  } finally {
    await file.close();
  }
}

/** The elements within another; null where they do not fill it exactly. */
async function readElements(file: FileHandle, { start, end }: Element): Promise<Element[] | null> {
  const elements: Element[] = [];
  for (let at = start; at < end;) {
    const element = await readElement(file, at, end);
    if (element === null) return null;
    elements.push(element);
    at = element.end;
  }
  return elements;
}

async function readElement(file: FileHandle, at: number, limit: number): Promise<Element | null> {
  const head = Buffer.alloc(12);
  await file.read(head, 0, head.length, at);
  const idLength = Math.clz32(head[0] ?? 0) - 23;
  if (idLength > 4) return null;
  const first = head[idLength] ?? 0;
  const sizeLength = Math.clz32(first) - 23;
  if (sizeLength > 8) return null;
  const rest = head.subarray(idLength + 1, idLength + sizeLength);
  const size = rest.reduce((sum, byte) => sum * 256 + byte, first & (0xff >> sizeLength));
  const unbounded = size === 2 ** (7 * sizeLength) - 1;
  const start = at + idLength + sizeLength;
  return unbounded || start + size > limit ? null : { id: head.readUIntBE(0, idLength), start, end: start + size };
}
