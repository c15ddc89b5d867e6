import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/**
 * The absolute path of a program, or null. Without waiting: it is a handful of look-ups, and what is started right after
 * must not stand in line behind the loading of modules.
 */
export function findTool(name: string, searchPath: string): string | null {
  const names = process.platform === "win32" ? [`${name}.exe`, name] : [name];
  for (const folder of searchPath.split(delimiter)) {
    if (folder === "") continue;
    const found = names.map((candidate) => resolve(folder, candidate)).find(isExecutable);
    if (found !== undefined) return found;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
