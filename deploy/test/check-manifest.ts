import { z } from "zod";

/** What every object of Kubernetes has. */
const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
});
export type Manifest = z.output<typeof objectSchema>;

interface Fault {
  readonly instancePath: string;
  readonly message: string;
}

const faultsSchema = z.object({ errors: z.array(z.object({ instancePath: z.string(), message: z.string() })) });
const modelSchema = z.custom<new (value: unknown) => { validate(): void }>((value) => typeof value === "function");

export function readManifest(value: unknown): Manifest {
  return objectSchema.parse(value);
}

/** What the published schema of its kind finds wrong with an object, and fields that the schema does not know. */
export async function faultsOf(manifest: Manifest): Promise<string[]> {
  const validate = await validatorOf(manifest);
  const wrong = validate(manifest).map(({ instancePath, message }) => `${instancePath} ${message}`);
  if (wrong.length > 0) return wrong;
  return fieldsOf(manifest)
    .filter((path) => !isKnown(path, manifest, validate))
    .map((path) => `/${path.join("/")} is no field`);
}

async function validatorOf({ apiVersion, kind }: Manifest): Promise<(value: unknown) => readonly Fault[]> {
  const models = z.record(z.string(), z.unknown()).parse(await import(`kubernetes-models/${apiVersion}`));
  const Model = modelSchema.parse(models[kind]);
  return (value) => {
    try {
      new Model(value).validate();
      return [];
    } catch (error) {
      return faultsSchema.parse(error).errors;
    }
  };
}

type Path = readonly (string | number)[];

/** Each field of an object, and of the objects in it. */
function fieldsOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => fieldsOf(entry, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => [[...path, name], ...fieldsOf(entry, [...path, name])]);
}

/**
 * The schemas of Kubernetes let pass what they do not know. What they know has a kind, so that of these, which are of all kinds, one at
 * least is refused in its place.
 */
const OF_ALL_KINDS: readonly unknown[] = [{ "": { "": [] } }, [[]], "\0", 0.5, true];

function isKnown(path: Path, manifest: Manifest, validate: (value: unknown) => readonly Fault[]): boolean {
  const pointer = `/${path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  return OF_ALL_KINDS.some((value) => {
    const faults = validate(replaced(manifest, path, value));
    return faults.some(({ instancePath }) => instancePath === pointer || instancePath.startsWith(`${pointer}/`));
  });
}

function replaced(value: unknown, [part, ...rest]: Path, leaf: unknown): unknown {
  if (part === undefined) return leaf;
  if (Array.isArray(value)) return value.map((entry, index) => (index === part ? replaced(entry, rest, leaf) : entry));
  const fields = z.record(z.string(), z.unknown()).parse(value);
  return { ...fields, [part]: replaced(fields[part], rest, leaf) };
}
