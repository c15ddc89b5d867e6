import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

export const DEPLOY = join(import.meta.dirname, "..");

export function readDeploy(path: string): string {
  return readFileSync(join(DEPLOY, path), "utf8");
}

/** What stands in a file of YAML. Merge keys (`<<`) are taken, as Compose takes them. */
export function readYaml(path: string): unknown[] {
  return parseAllDocuments(readDeploy(path), { merge: true }).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0]?.message}`);
    return document.toJS() as unknown;
  });
}
