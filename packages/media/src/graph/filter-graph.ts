/**
 * A filter graph as values: streams come out of inputs and filters, and filters take streams. It is written as ffmpeg's
 * text in one place, where every value is escaped, so that nothing but the code that builds a graph decides its shape. A
 * stream taken twice is split by itself; an input used twice is opened once.
 */

export type StreamType = "video" | "audio";

/** Where a graph begins: what stands before and including `-i`, known when the graph is run. */
export interface GraphInput {
  /**
   * Gives the arguments, the last of which are `-i` and the file. It may write files into `workDir` for them, which is
   * there until the graph has run.
   */
  readonly prepare: (workDir: string, signal: AbortSignal) => Promise<string[]> | string[];
  /** The film or the sound that it reads, of an input that may be damaged. */
  readonly source?: SourceFile | undefined;
}

export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  /** What it is called to whoever named it. */
  readonly shown: string;
}

export interface Stream {
  readonly type: StreamType;
  readonly origin: FilterNode | InputPad;
  readonly pad: number;
}

interface InputPad {
  readonly input: GraphInput;
  /** A stream's index in the file, or the first of its type. */
  readonly index: number | null;
}

interface FilterNode {
  readonly filter: string;
  readonly options: FilterOptions;
  readonly takes: readonly Stream[];
  readonly gives: readonly StreamType[];
}

/** Numbers are written plainly, `true` as 1; a text is escaped, whatever it holds. What is undefined is left out. */
export type FilterOptions = Readonly<Record<string, string | number | boolean | undefined>>;

/** A stream of an input: by its index in the file, or the first of its type. */
export function inputStream(input: GraphInput, type: StreamType, index: number | null = null): Stream {
  return { type, origin: { input, index }, pad: 0 };
}

/** A filter with one output of the type of its first input. */
export function filter(takes: Stream | readonly Stream[], name: string, options: FilterOptions = {}): Stream {
  const streams = Array.isArray(takes) ? (takes as readonly Stream[]) : [takes as Stream];
  const [first] = streams;
  if (first === undefined) throw new TypeError(`Expected \`${name}\` to take a stream`);
  return filterTo(streams, first.type, name, options);
}

/** A filter whose one output is of another type than its input, or that has no input at all. */
export function filterTo(
  takes: readonly Stream[],
  type: StreamType,
  name: string,
  options: FilterOptions = {},
): Stream {
  return { type, origin: { filter: name, options, takes, gives: [type] }, pad: 0 };
}

/** A filter with several outputs. */
export function filterMany(
  takes: readonly Stream[],
  gives: readonly StreamType[],
  name: string,
  options: FilterOptions = {},
): Stream[] {
  const origin = { filter: name, options, takes, gives };
  return gives.map((type, pad) => ({ type, origin, pad }));
}

/**
 * The same streams once more, of inputs that are opened once more. What is seen at two times is better decoded twice than
 * kept in memory from the one to the other.
 */
export function freshCopy(streams: readonly Stream[]): Stream[] {
  const inputs = new Map<GraphInput, GraphInput>();
  const nodes = new Map<FilterNode, FilterNode>();
  const copyOf = ({ type, origin, pad }: Stream): Stream => {
    if ("filter" in origin) return { type, origin: nodes.get(origin) ?? origin, pad };
    const input = inputs.get(origin.input) ?? { ...origin.input };
    inputs.set(origin.input, input);
    return { type, origin: { ...origin, input }, pad };
  };
  for (const node of orderedNodes(streams)) nodes.set(node, { ...node, takes: node.takes.map(copyOf) });
  return streams.map(copyOf);
}

export interface WrittenGraph {
  /** For `-filter_complex`. */
  text: string;
  /** In the order of their `-i`. */
  inputs: GraphInput[];
  /** For `-map`, in the order asked for. */
  labels: string[];
}

export function writeFilterGraph(outputs: readonly Stream[]): WrittenGraph {
  const nodes = orderedNodes(outputs);
  const inputs: GraphInput[] = [];
  const lines: string[] = [];
  const uses = countUses(nodes, outputs);
  /** The labels still to be taken of a stream, by its pad. */
  const waiting = new Map<FilterNode | string, string[][]>();
  let count = 0;
  const newLabel = () => `s${count++}`;

  const split = (type: StreamType, from: string, times: number): string[] => {
    if (times === 1) return [from];
    const labels = Array.from({ length: times }, newLabel);
    lines.push(`[${from}]${type === "video" ? "split" : "asplit"}=${times}${labels.map(bracket).join("")}`);
    return labels;
  };
  const take = (stream: Stream): string => {
    const key = "filter" in stream.origin ? stream.origin : inputName(stream, inputs);
    if (typeof key === "string" && !waiting.has(key)) {
      waiting.set(key, [split(stream.type, key, uses.get(useKey(stream)) ?? 1)]);
    }
    const label = waiting.get(key)?.[typeof key === "string" ? 0 : stream.pad]?.shift();
    if (label === undefined) throw new TypeError("Expected every stream of the graph to be counted");
    return label;
  };

  for (const node of nodes) {
    const taken = node.takes.map((stream) => bracket(take(stream))).join("");
    const given = node.gives.map(newLabel);
    lines.push(`${taken}${node.filter}${writeOptions(node.options)}${given.map(bracket).join("")}`);
    waiting.set(
      node,
      node.gives.map((type, pad) => {
        const times = uses.get(padKey(node, pad)) ?? 0;
        const label = given[pad] ?? "";
        // What nobody takes has to end somewhere, or ffmpeg refuses the graph.
        if (times === 0) lines.push(`[${label}]${type === "video" ? "nullsink" : "anullsink"}`);
        return times === 0 ? [] : split(type, label, times);
      }),
    );
  }
  // A stream that goes from an input to an output unfiltered still has to pass through the graph.
  const labels = outputs.map((stream) => {
    const label = take(stream);
    if ("filter" in stream.origin) return bracket(label);
    const through = newLabel();
    lines.push(`[${label}]${stream.type === "video" ? "null" : "anull"}[${through}]`);
    return bracket(through);
  });
  return { text: lines.join(";\n"), inputs, labels };
}

/** What streams are made of in the end. */
export function inputPads(outputs: readonly Stream[]): (InputPad & Pick<Stream, "type">)[] {
  const taken = [...orderedNodes(outputs).flatMap(({ takes }) => takes), ...outputs];
  return taken.flatMap(({ type, origin }) => ("filter" in origin ? [] : [{ type, ...origin }]));
}

/** Every node after those it takes from. Without recursion: a merge of hundreds of clips is a long chain. */
function orderedNodes(outputs: readonly Stream[]): FilterNode[] {
  const ordered: FilterNode[] = [];
  const seen = new Set<FilterNode>();
  const stack = outputs.toReversed().map((stream) => ({ stream, opened: false }));
  while (stack.length > 0) {
    const top = stack.at(-1);
    if (top === undefined) break;
    const { origin } = top.stream;
    if (!("filter" in origin) || (seen.has(origin) && !top.opened)) {
      stack.pop();
    } else if (top.opened) {
      ordered.push(origin);
      stack.pop();
    } else {
      seen.add(origin);
      top.opened = true;
      stack.push(...origin.takes.toReversed().map((stream) => ({ stream, opened: false })));
    }
  }
  return ordered;
}

const nodeNumbers = new WeakMap<object, number>();
let lastNumber = 0;

function numberOf(value: object): number {
  const number = nodeNumbers.get(value) ?? ++lastNumber;
  nodeNumbers.set(value, number);
  return number;
}

function padKey(node: FilterNode, pad: number): string {
  return `${numberOf(node)}/${pad}`;
}

function useKey(stream: Stream): string {
  if ("filter" in stream.origin) return padKey(stream.origin, stream.pad);
  return `input ${numberOf(stream.origin.input)}/${stream.type}/${stream.origin.index}`;
}

function countUses(nodes: readonly FilterNode[], outputs: readonly Stream[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const stream of [...nodes.flatMap((node) => node.takes), ...outputs]) {
    uses.set(useKey(stream), (uses.get(useKey(stream)) ?? 0) + 1);
  }
  return uses;
}

function inputName(stream: Stream, inputs: GraphInput[]): string {
  if ("filter" in stream.origin) throw new TypeError("Expected a stream of an input");
  const { input, index } = stream.origin;
  if (!inputs.includes(input)) inputs.push(input);
  return `${inputs.indexOf(input)}:${index ?? (stream.type === "video" ? "v:0" : "a:0")}`;
}

function bracket(label: string): string {
  return `[${label}]`;
}

function writeOptions(options: FilterOptions): string {
  const written = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === "string" ? escapeText(value) : writeNumber(Number(value))}`);
  return written.length === 0 ? "" : `=${written.join(":")}`;
}

// ffmpeg reads a value twice: once as part of the graph, once as an option of its filter. Each time it takes away white
// space at the ends and one layer of backslashes. A NUL would end the graph for it.
function escapeText(text: string): string {
  if (text.includes("\0")) throw new TypeError("Expected a filter's text to be without NUL");
  const asOption = text.replaceAll(/[\\':\s]/g, "\\$&");
  return asOption.replaceAll(/[\\'[\],;\s]/g, "\\$&");
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`Expected a finite number in a filter, got ${value}`);
  return Number.isInteger(value) ? String(value) : value.toFixed(9).replace(/0+$/, "").replace(/\.$/, "");
}
