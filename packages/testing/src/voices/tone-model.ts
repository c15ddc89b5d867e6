/**
 * A model such as Piper's voices are, of a few kilobytes, written as the protobuf that ONNX is: each character is a tone of its own,
 * `TONE_SAMPLES` long at the pace that is asked for. It takes and gives what VITS takes and gives, and is of characters, so that
 * no data of espeak-ng is read for it.
 */
export function toneModel(): Buffer {
  return message(
    number(1, 8),
    text(2, "proxx-tests"),
    field(7, graph()),
    field(8, message(text(1, ""), number(2, 13))),
    ...Object.entries(METADATA).map(([key, value]) => field(14, message(text(1, key), text(2, value)))),
  );
}

export const TONE_RATE = 16_000;
export const TONE_SAMPLES = 800;

/** Of each character its number; 0 stands between and around them. */
export function toneTokens(): string {
  const characters = " abcdefghijklmnopqrstuvwxyz.,!?'".split("");
  return ["_ 0", ...characters.map((character, index) => `${character} ${index + 1}`), ""].join("\n");
}

const METADATA = {
  model_type: "vits",
  comment: "piper",
  language: "English",
  voice: "en",
  frontend: "characters",
  sample_rate: String(TONE_RATE),
  n_speakers: "1",
  add_blank: "0",
  use_eos_bos: "0",
};

const FLOAT = 1;
const INT64 = 7;

function graph(): Buffer {
  return message(
    node("Cast", ["input"], "heights", [["to", FLOAT]]),
    node("Unsqueeze", ["heights", "last"], "column"),
    node("Mul", ["column", "step"], "above"),
    node("Add", ["above", "lowest"], "frequencies"),
    node("Gather", ["scales", "pace"], "scale"),
    node("Mul", ["scale", "length"], "limit"),
    node("Range", ["zero", "limit", "one"], "ramp"),
    node("Mul", ["ramp", "turn"], "angles"),
    node("Mul", ["frequencies", "angles"], "waves"),
    node("Sin", ["waves"], "tones"),
    node("Mul", ["tones", "loudness"], "soft"),
    node("Reshape", ["soft", "shape"], "output"),
    text(2, "tones"),
    ...[integers("last", [2]), integers("shape", [1, 1, -1]), integer("pace", 1)],
    ...[float("step", 20), float("lowest", 200), float("zero", 0), float("one", 1), float("loudness", 0.3)],
    ...[float("length", TONE_SAMPLES), float("turn", (2 * Math.PI) / TONE_RATE)],
    field(11, value("input", INT64, [1, "N"])),
    field(11, value("input_lengths", INT64, [1])),
    field(11, value("scales", FLOAT, [3])),
    field(12, value("output", FLOAT, [1, 1, "M"])),
  );
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: [string, number][] = [],
): Buffer {
  return field(
    1,
    message(
      ...inputs.map((input) => text(1, input)),
      text(2, output),
      text(4, operator),
      ...attributes.map(([name, value]) => field(5, message(text(1, name), number(3, value), number(20, 2)))),
    ),
  );
}

function float(name: string, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return field(5, message(number(2, FLOAT), text(8, name), field(9, bytes)));
}

function integer(name: string, value: number): Buffer {
  return field(5, message(number(2, INT64), text(8, name), field(9, longs([value]))));
}

function integers(name: string, values: readonly number[]): Buffer {
  return field(5, message(number(1, values.length), number(2, INT64), text(8, name), field(9, longs(values))));
}

function longs(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigInt64LE(BigInt(value), index * 8);
  return bytes;
}

function value(name: string, kind: number, shape: readonly (number | string)[]): Buffer {
  const dimensions = shape.map((size) => field(1, typeof size === "number" ? number(1, size) : text(2, size)));
  return message(text(1, name), field(2, field(1, message(number(1, kind), field(2, message(...dimensions))))));
}

function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function number(key: number, value: number): Buffer {
  return Buffer.from([...varint(key << 3), ...varint(value)]);
}

function text(key: number, content: string): Buffer {
  return field(key, Buffer.from(content));
}

function field(key: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint((key << 3) | 2), ...varint(content.length)]), content]);
}

function varint(value: number): number[] {
  const low = value & 127;
  return value < 128 ? [low] : [low | 128, ...varint(value >>> 7)];
}
