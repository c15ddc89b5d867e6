import type { z } from "zod";

/** The keys that a schema knows of the object at a path, of all branches of unions together. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  return [...new Set(objectsAt(schema, path).flatMap((shape) => Object.keys(shape)))];
}

function objectsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodShape[] {
  // zod's own list of all kinds of schema; ours are of that list.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "union":
      return def.options.flatMap((option) => objectsAt(option, path));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return objectsAt(def.innerType, path);
    case "pipe":
      return objectsAt(def.in, path);
    case "array":
      return path.length === 0 ? [] : objectsAt(def.element, path.slice(1));
    case "object": {
      if (path.length === 0) return [def.shape];
      const member = def.shape[String(path[0])];
      return member === undefined ? [] : objectsAt(member, path.slice(1));
    }
    default:
      return [];
  }
}
