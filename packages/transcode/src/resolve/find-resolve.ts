/** Where DaVinci Resolve's scripting is on this machine. */
export interface ResolveApplication {
  /** The Python that runs the bundled script. */
  python: string;
  /** Folder with `DaVinciResolveScript.py`. */
  modules: string;
  /** Resolve's scripting library, for the module to load; null where the module knows it. */
  library: string | null;
}
