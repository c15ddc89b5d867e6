/**
 * What a composition means, worked out a second time and in another way: no jobs and no ids, only for each step the
 * expression of what it receives. A plan is read back into the same expressions by what the contract says of plans.
 */

/** A composition as data, from which both the sdk's and the oracle's are made. */
export type Spec = StepSpec | ListSpec;
export interface StepSpec {
  kind: "step";
  label: string;
  builder: Builder;
  params: Record<string, SpecValue>;
}
export interface ListSpec {
  kind: "list";
  elements: Spec[];
}
export type SpecValue = string | number | Spec | SpecValue[] | { [key: string]: SpecValue };
export type Builder = keyof typeof OPERATIONS;

interface SlotRule {
  names: string[];
  takes: string[];
  many?: true;
  optional?: true;
}

/** Written by hand from the documentation, not from the signatures. */
const OPERATIONS = {
  generateVideo: { type: "generate", makes: "video", slots: [] },
  generateImage: { type: "generateImage", makes: "image", slots: [] },
  generateAudio: { type: "generateAudio", makes: "audio", slots: [] },
  media: { type: "media", makes: "media", slots: [] },
  transcribe: {
    type: "transcribe",
    makes: "transcript",
    slots: [{ names: ["media"], takes: ["video", "audio", "media"] }],
  },
  merge: {
    type: "merge",
    makes: "video",
    slots: [{ names: ["items"], takes: ["video", "image", "audio", "media"], many: true }],
  },
  layers: {
    type: "layers",
    makes: "video",
    slots: [{ names: ["items"], takes: ["video", "image", "media"], many: true }],
  },
  reframe: { type: "reframe", makes: "video", slots: [{ names: ["video"], takes: ["video", "image", "media"] }] },
  lipSync: {
    type: "lipSync",
    makes: "video",
    slots: [
      { names: ["video"], takes: ["video", "image", "media"] },
      { names: ["audio", "audioUrl"], takes: ["audio", "media"] },
    ],
  },
  captions: {
    type: "captions",
    makes: "video",
    slots: [
      { names: ["video"], takes: ["video", "image", "media"] },
      { names: ["captions"], takes: ["transcript"], optional: true },
    ],
  },
} as const satisfies Record<string, { type: string; makes: string; slots: SlotRule[] }>;

/** What a step makes, as an expression of everything that went into it. */
interface Made {
  expression: string;
  makes: string;
  /** Its words stand right beside it. */
  hasWords?: true;
}

/** The composition makes no sense, which the sdk is to say as well. */
export class Refused extends Error {}

/** The expressions of all that is made, each once, and of what is left at the end. */
export function meaningOf(list: ListSpec): { all: Set<string>; outputs: Made[] } {
  const all = new Set<string>();
  const outputs = readList(list, { outer: [], all });
  return { all, outputs: outputs.left };
}

interface Surroundings {
  outer: Made[];
  all: Set<string>;
}

function readList(list: ListSpec, { outer, all }: Surroundings): { left: Made[]; usedOuter: boolean } {
  // Recursive on the rest of the list, with what has been left so far.
  const read = (elements: Spec[], left: Made[], usedOuter: boolean): { left: Made[]; usedOuter: boolean } => {
    const [element, ...rest] = elements;
    if (element === undefined) return { left, usedOuter };
    const visible = left.length === 0 ? outer : left;
    const takesOuterFirst = left.length === 0 && outer.length > 0;
    if (element.kind === "list") {
      const inner = readList(element, { outer: visible, all });
      if (!inner.usedOuter) return read(rest, left.concat(inner.left), usedOuter);
      return read(rest, inner.left, usedOuter || takesOuterFirst);
    }
    const made = readStep(element, visible, all);
    if (!dependsOnSurroundings(element)) return read(rest, left.concat(made), usedOuter);
    const next = made.makes === "transcript" ? visible.map(withWords).concat(made) : [made];
    return read(rest, next, usedOuter || takesOuterFirst);
  };
  return read(list.elements, [], false);
}

function withWords(made: Made): Made {
  return { ...made, hasWords: true };
}

function readStep(step: StepSpec, visible: Made[], all: Set<string>): Made {
  const from: string[] = [];
  const said = Object.entries(step.params).map(([name, value]): [string, string] => [
    name,
    readParam(value, name, { outer: visible, all }, from),
  ]);
  const implicit = dependsOnSurroundings(step) ? visible : [];
  const unsaid = implicit.filter(({ expression }) => !from.includes(expression));
  const whole = fillSlots(OPERATIONS[step.builder].slots, said, implicit);
  const { filled, left } = whole.left.length === 0 ? whole : fillSlots(OPERATIONS[step.builder].slots, said, unsaid);
  const twice = new Set(implicit.map(({ expression }) => expression)).size < implicit.length;
  if (twice && left.length > 0) throw new Refused(`${step.label} takes once what it is given twice`);
  const made = {
    expression: express(OPERATIONS[step.builder].type, [...said, ...filled], left),
    makes: OPERATIONS[step.builder].makes,
  };
  all.add(made.expression);
  return made;
}

function readParam(value: SpecValue, name: string, around: Surroundings, from: string[]): string {
  if (typeof value === "string" || typeof value === "number") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((entry) => readParam(entry, name, around, from)).join()}]`;
  if (!isSpec(value)) {
    const members = Object.entries(value).map(([key, member]) => `${key}=${readParam(member, name, around, from)}`);
    return `{${members.toSorted().join()}}`;
  }
  if (value.kind === "step" && value.builder === "media" && name !== "options") {
    return JSON.stringify(value.params["url"]);
  }
  const made = value.kind === "step" ? readStep(value, around.outer, around.all) : endOf(value, around);
  from.push(made.expression);
  return made.expression;
}

function endOf(list: ListSpec, around: Surroundings): Made {
  const [end, another] = readList(list, around).left.filter(({ hasWords }) => hasWords !== true);
  if (end === undefined || another !== undefined) throw new Refused("a parameter holds one thing");
  return end;
}

function dependsOnSurroundings(step: StepSpec): boolean {
  const slots: readonly SlotRule[] = OPERATIONS[step.builder].slots;
  const [main] = slots;
  return main !== undefined && !main.names.some((name) => name in step.params);
}

export function isSpec(value: SpecValue): value is Spec {
  return typeof value === "object" && "kind" in value && (value["kind"] === "step" || value["kind"] === "list");
}

/** What is taken from before goes to the parameters that are still free, by what each can take. */
function fillSlots(
  slots: readonly SlotRule[],
  said: [string, string][],
  implicit: Pick<Made, "expression" | "makes">[],
) {
  const filled: [string, string][] = [];
  const left = [...implicit];
  for (const { names, takes, many } of slots) {
    if (said.some(([name]) => names.includes(name))) continue;
    // A file that may be of any kind comes last, where there is one place only.
    const fitting = left
      .filter(({ makes }) => takes.includes(makes))
      .toSorted((a, b) => (many === true ? 0 : Number(a.makes === "media") - Number(b.makes === "media")));
    const taken = (many === true ? fitting : fitting.slice(0, 1)).map((made) => {
      left.splice(left.indexOf(made), 1);
      return made.expression;
    });
    const [name = ""] = names;
    if (taken.length > 0) filled.push([name, many === true ? `[${taken.join()}]` : taken.join()]);
  }
  return { filled, left };
}

function express(type: string, params: [string, string][], left: Pick<Made, "expression">[]): string {
  const written = params.map(([name, value]) => `${name}=${value}`).toSorted();
  const over = left.length === 0 ? "" : ` left over: ${left.map(({ expression }) => expression).join()}`;
  return `${type}(${written.join()}${over})`;
}

export interface WrittenJob {
  id: string;
  type: string;
  params: Record<string, unknown>;
  dependsOn?: string[] | undefined;
}

/** What each job of a plan makes, read by the rules of plans. Fails where a job needs one that comes later. */
export function meaningOfPlan(jobs: WrittenJob[], base: { expression: string; makes: string } | null): string[] {
  const known = new Map<string, { expression: string; makes: string }>();
  if (base !== null) known.set("base", base);
  const look = (id: string) => {
    const found = known.get(id);
    if (found === undefined) throw new Error(`${id} is needed before it is there`);
    return found;
  };
  return jobs.map(({ id, type, params, dependsOn = [] }) => {
    const operation = Object.values(OPERATIONS).find((candidate) => candidate.type === type);
    if (operation === undefined) throw new Error(`${type} is no operation`);
    const slots: readonly SlotRule[] = operation.slots;
    const said = Object.entries(params).map(([name, value]): [string, string] => [name, readWritten(value, look)]);
    const namesMain = slots[0]?.names.some((name) => name in params) ?? true;
    // As the engine reads it: what a parameter refers to is not taken once more by itself.
    const references = JSON.stringify(params);
    const isFree = (id: string) => !references.includes(`"$${id}"`);
    const before = dependsOn.filter(isFree).map(look);
    const taken = namesMain ? [] : before.length > 0 || base === null || !isFree("base") ? before : [base];
    const { filled, left } = fillSlots(slots, said, taken);
    const made = { expression: express(type, [...said, ...filled], left), makes: operation.makes };
    known.set(id, made);
    return made.expression;
  });
}

function readWritten(value: unknown, look: (id: string) => { expression: string }): string {
  if (Array.isArray(value)) return `[${value.map((entry) => readWritten(entry, look)).join()}]`;
  if (typeof value === "string" && /^\$[^$]/.test(value)) return look(value.slice(1)).expression;
  if (typeof value === "string") return JSON.stringify(value.replace(/^\$\$/, "$"));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${key}=${readWritten(member, look)}`);
  return `{${members.toSorted().join()}}`;
}
