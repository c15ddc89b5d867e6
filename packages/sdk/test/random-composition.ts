import {
  captions,
  compose,
  generateAudio,
  generateImage,
  generateVideo,
  layers,
  lipSync,
  media,
  merge,
  reframe,
  transcribe,
  type Composable,
  type Pipeline,
} from "@proxx/sdk";
import { isSpec, type Builder, type ListSpec, type Spec, type SpecValue, type StepSpec } from "./composition-oracle.ts";

const BUILDERS = {
  captions,
  generateAudio,
  generateImage,
  generateVideo,
  layers,
  lipSync,
  media,
  merge,
  reframe,
  transcribe,
};

/** A composition as data: nested, shared, explicit and implicit, as chance has it. */
export function randomSpec(random: () => number): ListSpec {
  const known: Spec[] = [];
  let count = 0;
  const chance = (share: number) => random() < share;
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const oneOf = <Value>(values: readonly Value[], otherwise: Value) =>
    values[Math.floor(random() * values.length)] ?? otherwise;
  return list(3);

  function list(depth: number): ListSpec {
    const elements = Array.from({ length: upTo(4) }, () => spec(depth - 1));
    const made: ListSpec = { kind: "list", elements };
    known.push(made);
    return made;
  }

  function spec(depth: number): Spec {
    const [first] = known;
    if (first !== undefined && chance(0.2)) return oneOf(known, first);
    return depth > 0 && chance(0.25) ? list(depth) : step(depth);
  }

  function step(depth: number): StepSpec {
    const names = Object.keys(BUILDERS) as Builder[];
    // Generators stand in every composition, so they are there twice.
    const builder = oneOf<Builder>([...names, "generateVideo", "generateVideo", "merge", "merge", "reframe"], "merge");
    const label = chance(0.2) ? `$job${++count}` : `L${++count}`;
    const params = builder === "media" ? { url: `${label}.mp4` } : { label, ...randomParams(builder, depth) };
    const made: StepSpec = { kind: "step", label, builder, params };
    known.push(made);
    return made;
  }

  function randomParams(builder: Builder, depth: number): Record<string, SpecValue> {
    const params: Record<string, SpecValue> = {};
    const say = (share: number, name: string, value: () => SpecValue) => {
      if (depth > 0 && chance(share)) params[name] = value();
    };
    const one = () => (chance(0.2) ? `text${++count}` : spec(depth - 1));
    const item = (): SpecValue => (chance(0.3) ? { media: one(), start: 1 } : one());
    const many = () => Array.from({ length: upTo(3) }, item);
    if (builder === "merge" || builder === "layers") say(0.3, "items", many);
    if (builder === "reframe" || builder === "captions" || builder === "lipSync") say(0.3, "video", one);
    if (builder === "lipSync") say(0.5, chance(0.5) ? "audio" : "audioUrl", one);
    if (builder === "captions") say(0.3, "captions", one);
    if (builder === "transcribe") say(0.3, "media", one);
    if (builder === "generateVideo") say(0.2, "image", one);
    if (builder === "generateAudio") say(0.2, "text", one);
    if (builder === "generateImage") say(0.2, "options", () => ({ deep: [one(), { deeper: one() }], text: "$5" }));
    return params;
  }
}

/** The same with the sdk's own builders: what is one object there is one here. */
export function buildComposition(root: ListSpec): Pipeline {
  const built = new Map<Spec, Composable>();
  const pipeline = build(root);
  if (!("execute" in pipeline)) throw new Error("A list is a pipeline.");
  return pipeline;

  function build(spec: Spec): Composable {
    const known = built.get(spec);
    if (known !== undefined) return known;
    const made =
      spec.kind === "list"
        ? compose(...spec.elements.map(build))
        : (Reflect.apply(BUILDERS[spec.builder], undefined, [
            spec.builder === "media" ? spec.params["url"] : mapValue(spec.params),
          ]) as Composable);
    built.set(spec, made);
    return made;
  }

  function mapValue(value: SpecValue): unknown {
    if (typeof value === "string" || typeof value === "number") return value;
    if (Array.isArray(value)) return value.map(mapValue);
    if (isSpec(value)) return build(value);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapValue(member)]));
  }
}
