import { z } from "zod";
import { STRETCH_ROWS } from "./stretch-rows-code.ts";
import { wordsOf, type Plane } from "./yuv-frame.ts";

type StretchRows = (...places: number[]) => void;

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What is used of it; Node has it, its types have not. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => Memory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

interface Engine {
  readonly memory: Memory;
  readonly run: StretchRows;
}

const PAGE = 65_536;
/** Columns that are drawn at once, and bytes that may be read behind a row. */
const AT_ONCE = 16;
const BYTES_OF_BLOCK = 48;
let engine: Engine | null = null;

/**
 * A picture of which each row and column lies between two of another: `rows` and `columns` say where, in 256ths of its
 * pixels. What comes is good until the next call.
 */
export function stretchRows(
  { bytes, width }: { readonly bytes: Uint8Array; readonly width: number },
  rows: Int32Array,
  columns: Int32Array,
): Plane {
  const stride = Math.ceil(columns.length / AT_ONCE) * AT_ONCE;
  const places = placesFor([
    bytes.length,
    rows.byteLength,
    stride * columns.BYTES_PER_ELEMENT,
    width,
    (stride / AT_ONCE) * BYTES_OF_BLOCK,
    rows.length * stride,
  ]);
  const [source = 0, rowsAt = 0, columnsAt = 0, between = 0, blocks = 0, target = 0, end = 0] = places;
  const { memory, run } = (engine ??= start());
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  const { buffer } = memory;
  new Uint8Array(buffer).set(bytes, source);
  new Int32Array(buffer).set(rows, rowsAt / 4);
  const allColumns = new Int32Array(buffer, columnsAt, stride);
  allColumns.set(columns);
  allColumns.fill(columns.at(-1) ?? 0, columns.length);
  run(source, width, rowsAt, rows.length, columnsAt, stride, between, blocks, target);
  const drawn = new Uint8Array(buffer, target, rows.length * stride);
  return { bytes: drawn, words: wordsOf(drawn), stride };
}

/** Where what is so long lies, one behind the other, and where all of it ends. */
function placesFor(lengths: readonly number[]): number[] {
  let at = AT_ONCE;
  const places = lengths.map((length) => {
    const place = at;
    // What is read sixteen at a time may reach behind the last.
    at += Math.ceil(length / AT_ONCE) * AT_ONCE + 2 * AT_ONCE;
    return place;
  });
  return [...places, at];
}

function start(): Engine {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(Buffer.from(STRETCH_ROWS, "base64"));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const run = z.custom<StretchRows>((value) => typeof value === "function").parse(exports["stretchRows"]);
  return { memory, run };
}
