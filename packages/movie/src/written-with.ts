import { dependencyVersions } from "@proxx/drawing";

/** The packages that decide which script a source becomes, with their versions: what reads pages and Markdown among them. */
export function writtenWith(): Record<string, string> {
  return dependencyVersions(new URL("../package.json", import.meta.url));
}
