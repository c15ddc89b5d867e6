import type { z } from "zod";
import { valueAt } from "../json/value-at.ts";

/**
 * The keys that a schema knows of the object at a path: of all branches of unions together, but for those that a field of
 * the value tells apart.
 */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  return [...new Set(objectsAt(schema, path, value).flatMap((shape) => Object.keys(shape)))];
}

function objectsAt(schema: z.core.$ZodType, path: readonly PropertyKey[], value: unknown): z.core.$ZodShape[] {
  // zod's own list of all kinds of schema; ours are of that list.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "union":
      return branchesFor(def, value).flatMap((option) => objectsAt(option, path, value));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return objectsAt(def.innerType, path, value);
    case "pipe":
      return objectsAt(def.in, path, value);
    case "array":
      return path.length === 0 ? [] : objectsAt(def.element, path.slice(1), valueAt(value, path.slice(0, 1)));
    case "object": {
      if (path.length === 0) return [def.shape];
      const member = def.shape[String(path[0])];
      return member === undefined ? [] : objectsAt(member, path.slice(1), valueAt(value, path.slice(0, 1)));
    }
    default:
      return [];
  }
}

function branchesFor(
  def: z.core.$ZodUnionDef | z.core.$ZodDiscriminatedUnionDef,
  value: unknown,
): readonly z.core.$ZodType[] {
  if (!("discriminator" in def)) return def.options;
  const kind = valueAt(value, [def.discriminator]);
  const chosen = def.options.filter((option) =>
    option._zod.propValues?.[def.discriminator]?.has(kind as z.core.util.Primitive),
  );
  return chosen.length > 0 ? chosen : def.options;
}
