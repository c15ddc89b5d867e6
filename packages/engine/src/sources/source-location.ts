import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { printable, ProxxError } from "@proxx/contract";

export type SourceLocation =
  | { readonly kind: "url"; readonly url: string; readonly shown: string }
  | { readonly kind: "file"; readonly path: string; readonly shown: string };

/** Where a source is, by what a plan says: a URL, a `file:` URL, or a path that begins at `baseFolder` unless absolute. */
export function locateSource(location: string, baseFolder: string): SourceLocation {
  if (/^https?:/i.test(location)) {
    if (!URL.canParse(location)) {
      throw new ProxxError("source_missing", `\`${printable(location, 200)}\` is no URL.`, {
        hint: "Write it whole, such as https://example.com/clip.mp4.",
      });
    }
    return { kind: "url", url: location, shown: showLocation(location) };
  }
  const path = /^file:/i.test(location) ? pathOfUrl(location) : resolve(baseFolder, location);
  return { kind: "file", path, shown: printable(path, 200) };
}

/** What a source is called to whoever named it in a plan. */
export function showLocation(location: string): string {
  if (!/^https?:/i.test(location) || !URL.canParse(location)) return printable(location, 200);
  const { origin, pathname } = new URL(location);
  // The query of a URL often is its password.
  return printable(`${origin}${pathname}`, 200);
}

function pathOfUrl(location: string): string {
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw new ProxxError("source_missing", `\`${printable(location, 200)}\` names no file of this machine.`, {
      hint: "Write it as file:///folder/clip.mp4, or as a path.",
      cause,
    });
  }
}
