import { lstat, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import type { CheckedJobSpec, Issue } from "@proxx/contract";

/**
 * What is wrong with the paths of a JobSpec that came over HTTP: each has to lie below a folder that the operator has opened,
 * links followed. What lies elsewhere is refused alike whether it is there or not.
 */
export async function findStrayPaths(spec: CheckedJobSpec, roots: readonly string[]): Promise<Issue[]> {
  const places = [
    ...spec.sources.map((path, index) => ({ path, place: `$.sources[${index}]` })),
    { path: spec.output_dir, place: "$.output_dir" },
  ];
  const realRoots = await Promise.all(roots.map(realPlace));
  const found = await Promise.all(
    places.map(async ({ path, place }) => {
      if (!isAbsolute(path)) return [stray(place)];
      const real = await realPlace(path);
      return realRoots.some((root) => isBelow(real, root)) ? [] : [stray(place)];
    }),
  );
  return found.flat();
}

/** Where a path leads; of one that is not there, where its folder leads. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    const { code } = error as NodeJS.ErrnoException;
    // A link that leads nowhere yet may lead anywhere.
    if (code !== "ENOENT" || parent === path || (await isThere(path))) return sep;
    return join(await realPlace(parent), relative(parent, path));
  }
}

/** Whether there is anything of that name, if only a link. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function isBelow(path: string, root: string): boolean {
  const from = relative(root, path);
  return from === "" || (!from.startsWith("..") && !isAbsolute(from));
}

function stray(place: string): Issue {
  return {
    path: place,
    code: "path_not_allowed",
    message: "This path does not lie in a folder that the server may use.",
    hint: "Name an absolute path below a folder that the server was started with as `--media-root`.",
  };
}
