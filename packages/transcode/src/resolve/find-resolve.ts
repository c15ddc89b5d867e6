import { join } from "node:path";
import { fileExists } from "@proxx/media";

/** How Resolve's scripting is reached on this machine. */
export interface ResolveApplication {
  /** The Python that runs the bundled script: a path, or a name to be found on PATH. */
  python: string;
  /** Folder with `DaVinciResolveScript.py`. */
  modules: string;
  /** Resolve's scripting library, for the module to load; null where the module knows it. */
  library: string | null;
  limits?: ResolveLimits;
}

interface ResolveLimits {
  /** For the first answer. @default 30 000 */
  connectMs?: number;
  /** For one clip, whatever it does. @default 24 hours */
  renderMs?: number;
  /** For stopping the render and deleting the temporary project. @default 20 000 */
  graceMs?: number;
}

/** Blackmagic's documented places; `/home/resolve` is where their Linux image puts it. */
const PLACES: Partial<Record<NodeJS.Platform, readonly { scripting: string; library: string }[]>> = {
  darwin: [
    {
      scripting: "/Library/Application Support/Blackmagic Design/DaVinci Resolve/Developer/Scripting",
      library: "/Applications/DaVinci Resolve/DaVinci Resolve.app/Contents/Libraries/Fusion/fusionscript.so",
    },
  ],
  linux: ["/opt/resolve", "/home/resolve"].map((root) => ({
    scripting: `${root}/Developer/Scripting`,
    library: `${root}/libs/Fusion/fusionscript.so`,
  })),
  win32: [
    {
      scripting: "C:\\ProgramData\\Blackmagic Design\\DaVinci Resolve\\Support\\Developer\\Scripting",
      library: "C:\\Program Files\\Blackmagic Design\\DaVinci Resolve\\fusionscript.dll",
    },
  ],
};

/** DaVinci Resolve at its usual place, or null. Whether it runs and answers is not asked here. */
export async function findResolve(): Promise<ResolveApplication | null> {
  for (const { scripting, library } of PLACES[process.platform] ?? []) {
    const modules = join(scripting, "Modules");
    if (!(await fileExists(join(modules, "DaVinciResolveScript.py")))) continue;
    const python = process.platform === "win32" ? "python" : "python3";
    return { python, modules, library: (await fileExists(library)) ? library : null };
  }
  return null;
}
