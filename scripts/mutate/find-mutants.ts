import { existsSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";

/** A small change of a file that its tests ought to notice. */
export interface Mutant {
  file: string;
  line: number;
  change: string;
  /** Offsets in the file, and what stands there instead. */
  start: number;
  end: number;
  before: string;
  after: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

type Edit = Pick<Mutant, "change" | "start" | "end" | "after">;

const SWAPPED: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "&&": "||",
  "||": "&&",
};
/** What has no effect when it runs, or is told from outside the expression that it stands in. */
const UNTOUCHED = /^TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|^Import|^ExportAllDeclaration$/;
const NOT_WALKED = new Set(["typeAnnotation", "typeArguments", "typeParameters", "returnType", "source"]);

/**
 * Every change of a file that one of the rules below makes. Texts with a space in them are for people and stay as they are,
 * and so does whatever ends a process, because a changed process id is someone else's.
 */
export function findMutants(root: string, file: string): Mutant[] {
  const text = readFileSync(`${root}/${file}`, "utf8");
  const mutants: Mutant[] = [];
  for (const node of walk(asNode(parseAst(text, { lang: "ts" }, file)))) {
    for (const edit of editsOf(node, text)) {
      const line = text.slice(0, edit.start).split("\n").length;
      mutants.push({ file, line, before: text.slice(edit.start, edit.end), ...edit });
    }
  }
  return mutants;
}

/** The file's text with the change made. */
export function applyMutant(text: string, { start, end, before, after }: Mutant): string {
  if (text.slice(start, end) !== before) throw new Error(`The file has changed: "${before}" is not where it was.`);
  return text.slice(0, start) + after + text.slice(end);
}

/** Whether the file still has, where a change was to be made, what it had then. */
export function standsThere(root: string, { file, start, end, before }: Mutant): boolean {
  return existsSync(`${root}/${file}`) && readFileSync(`${root}/${file}`, "utf8").slice(start, end) === before;
}

function* walk(node: Node): Generator<Node> {
  if (UNTOUCHED.test(node.type) || endsProcess(node)) return;
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (NOT_WALKED.has(key)) continue;
    if (key === "key" && node["computed"] !== true) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child);
  }
}

function editsOf(node: Node, text: string): Edit[] {
  const { start, end } = node;
  const source = (part: Node) => text.slice(part.start, part.end);
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement": {
      const test = asNode(node["test"]);
      return [{ change: "condition", start: test.start, end: test.end, after: `!(${source(test)})` }];
    }
    case "BinaryExpression":
    case "LogicalExpression":
      return swapOperator(node, text);
    case "ExpressionStatement":
      return node["directive"] === undefined ? [{ change: "statement", start, end, after: ";" }] : [];
    case "AwaitExpression":
      return [{ change: "await", start, end, after: source(asNode(node["argument"])) }];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression": {
      const body = node["body"];
      if (!isNode(body) || body.type !== "BlockStatement" || nodesIn(body["body"]).length === 0) return [];
      return [{ change: "return", start: body.start, end: body.start + 1, after: "{ return;" }];
    }
    case "Literal":
      return changeLiteral(node);
    case "CallExpression":
    case "NewExpression": {
      const [first, second] = nodesIn(node["arguments"]);
      if (first === undefined || second === undefined) return [];
      if ([first, second].some(({ type }) => /Function|Spread/.test(type))) return [];
      const between = text.slice(first.end, second.start);
      const after = source(second) + between + source(first);
      return [{ change: "arguments", start: first.start, end: second.end, after }];
    }
    case "ArrayExpression":
      return nodesIn(node["elements"]).length > 0 ? [{ change: "empty", start, end, after: "[]" }] : [];
    case "ObjectExpression":
      return nodesIn(node["properties"]).length > 0 ? [{ change: "empty", start, end, after: "({})" }] : [];
    default:
      return [];
  }
}

function swapOperator(node: Node, text: string): Edit[] {
  const left = asNode(node["left"]);
  const right = asNode(node["right"]);
  const operator = String(node["operator"]);
  if (operator === "??") {
    return [{ change: "default", start: node.start, end: node.end, after: `(${text.slice(left.start, left.end)})` }];
  }
  const other = SWAPPED[operator];
  if (other === undefined || (operator === "+" && [left, right].some(isText))) return [];
  const start = text.indexOf(operator, left.end);
  return [{ change: "operator", start, end: start + operator.length, after: other }];
}

function changeLiteral({ value, start, end }: Node): Edit[] {
  if (typeof value === "number") return [{ change: "literal", start, end, after: String(value + 1) }];
  if (typeof value === "boolean") return [{ change: "literal", start, end, after: String(!value) }];
  if (typeof value !== "string" || value === "" || /\s/.test(value)) return [];
  return [{ change: "literal", start, end, after: '"changed"' }];
}

function isText(node: Node): boolean {
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node["value"] === "string");
}

function endsProcess(node: Node): boolean {
  const callee = node["callee"];
  if (node.type !== "CallExpression" || !isNode(callee)) return false;
  const property = callee["property"];
  return isNode(property) && property["name"] === "kill";
}

function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function asNode(value: unknown): Node {
  if (!isNode(value)) throw new TypeError("Expected a node of the syntax tree.");
  return value;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
