import { dependencyVersions, drawnWith } from "@proxx/drawing";

/** The packages that decide what a slide looks like, with their versions: those that draw, and those that colour code. */
export function slidesDrawnWith(): Record<string, string> {
  return { ...drawnWith(), ...dependencyVersions(new URL("../package.json", import.meta.url)) };
}
