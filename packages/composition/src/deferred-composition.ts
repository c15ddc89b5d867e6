import type { Composition } from "./composition.ts";

class DeferredComposition {
  readonly composition: Composition;

  constructor(composition: Composition) {
    this.composition = composition;
  }
}

/** A composition as the `deferred` of an operation's output: the next operation renders it. */
export function deferComposition(composition: Composition): object {
  return new DeferredComposition(composition);
}

/**
 * The composition that an operation left to be rendered. The engine hands it on without knowing what it is, so that it
 * has no type on the way.
 */
export function asComposition(deferred: unknown): Composition {
  if (deferred instanceof DeferredComposition) return deferred.composition;
  throw new TypeError(
    "Expected `deferred` to be made by `deferComposition`, of the same copy of @proxx/composition; an operation left something else",
  );
}
