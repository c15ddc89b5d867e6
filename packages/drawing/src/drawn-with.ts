import { dependencyVersions } from "./dependency-versions.ts";

/** The packages that decide what a text looks like, with their versions: what was drawn with others is drawn anew. */
export function drawnWith(): Record<string, string> {
  return dependencyVersions(new URL("../package.json", import.meta.url));
}
