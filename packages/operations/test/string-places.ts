import { z } from "zod";

/** A place in an operation's parameters where a string can stand. */
export interface StringPlace {
  /** For people: `items[].transition.type`. */
  name: string;
  /** A harmless value that its schema takes. */
  harmless: string;
  /** Parameters with this string at that place, and nothing else that need not be. */
  paramsWith: (value: string) => Record<string, unknown>;
}

/** Every place of a schema where a string can stand: in objects, lists, unions, as a value or a key of a record. */
export function stringPlaces(schema: z.ZodType): StringPlace[] {
  const root = nodeSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  const definitions = root.$defs ?? {};
  return [...placesIn(root, definitions, 0)].map(({ name, harmless, build }) => ({
    name,
    harmless,
    paramsWith: (value) => z.record(z.string(), z.unknown()).parse(build(value)),
  }));
}

/** Values of every parameter that has to be there. */
export function requiredParams(schema: z.ZodType): Record<string, unknown> {
  const root = nodeSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return samplesOfRequired(root, root.$defs ?? {});
}

interface Node {
  $ref?: string | undefined;
  $defs?: Record<string, Node> | undefined;
  type?: string | undefined;
  enum?: unknown[] | undefined;
  anyOf?: Node[] | undefined;
  items?: Node | undefined;
  properties?: Record<string, Node> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | Node | undefined;
  pattern?: string | undefined;
  description?: string | undefined;
  minimum?: number | undefined;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    $defs: z.record(z.string(), nodeSchema).optional(),
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(nodeSchema).optional(),
    items: nodeSchema.optional(),
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    pattern: z.string().optional(),
    description: z.string().optional(),
    minimum: z.number().optional(),
  }),
);

interface Place {
  name: string;
  harmless: string;
  build: (value: string) => unknown;
}

const DEEPEST = 8;

function* placesIn(given: Node, definitions: Record<string, Node>, depth: number): Generator<Place> {
  if (depth > DEEPEST) return;
  const node = followed(given, definitions);
  const within = (child: Node) => placesIn(child, definitions, depth + 1);
  for (const branch of node.anyOf ?? []) yield* within(branch);
  if (isString(node)) yield { name: "", harmless: sampleString(node), build: (value) => value };
  if (node.items !== undefined) {
    for (const { name, harmless, build } of within(node.items)) {
      yield { name: `[]${name}`, harmless, build: (value) => [build(value)] };
    }
  }
  const rest = samplesOfRequired(node, definitions);
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    for (const { name, harmless, build } of within(property)) {
      yield { name: `.${key}${name}`, harmless, build: (value) => ({ ...rest, [key]: build(value) }) };
    }
  }
  const { additionalProperties: values } = node;
  if (typeof values !== "object") return;
  yield { name: ".<key>", harmless: "key", build: (value) => ({ [value]: "value" }) };
  // A value that may be anything may be what holds it, and so on.
  for (const { name, harmless, build } of placesIn(values, definitions, Math.max(depth, DEEPEST - 2))) {
    yield { name: `.key${name}`, harmless, build: (value) => ({ key: build(value) }) };
  }
}

function followed(node: Node, definitions: Record<string, Node>): Node {
  const name = node.$ref?.split("/").at(-1);
  return name === undefined ? node : (definitions[name] ?? node);
}

/** `{}` takes anything, strings as well. */
function isString({ type, anyOf, $ref, properties }: Node): boolean {
  return (
    type === "string" || (type === undefined && anyOf === undefined && $ref === undefined && properties === undefined)
  );
}

function samplesOfRequired(node: Node, definitions: Record<string, Node>): Record<string, unknown> {
  return Object.fromEntries(
    (node.required ?? []).map((key) => [key, key === "end" ? 1 : sample(node.properties?.[key] ?? {}, definitions)]),
  );
}

function sample(given: Node, definitions: Record<string, Node>): unknown {
  const node = followed(given, definitions);
  const [branch] = node.anyOf ?? [];
  if (branch !== undefined) return sample(branch, definitions);
  if (node.type === "number" || node.type === "integer") return node.minimum ?? 1;
  if (node.type === "boolean") return true;
  if (node.type === "array") return node.items === undefined ? [] : [sample(node.items, definitions)];
  return node.type === "object" ? samplesOfRequired(node, definitions) : sampleString(node);
}

/** Of the forms that strings have somewhere, one that has the form of this. */
function sampleString(node: Node): string {
  const [first] = node.enum ?? [];
  if (typeof first === "string") return first;
  if (node.description?.startsWith("#rgb")) return "red";
  if (node.description?.includes("URL, path")) return "/clips/clip.mp4";
  const fits = (text: string) => new RegExp(node.pattern ?? "", "u").test(text);
  return ["harmless", "en", "9:16", "same", "preserve_source"].find(fits) ?? "harmless";
}
