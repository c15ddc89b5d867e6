import { headerText } from "./header-text.ts";

/** The name a server gives a file, else the last part of its path; never a path, null when there is none. */
export function suggestedFileName(contentDisposition: string | null, url: URL): string | null {
  const header = headerText(contentDisposition ?? "");
  const candidates = [extendedName(header), plainName(header), decode(url.pathname)];
  for (const candidate of candidates) {
    const name = safeName(candidate ?? "");
    if (name !== "") return name;
  }
  return null;
}

/** RFC 8187: `filename*=UTF-8''caf%C3%A9.mp4`. */
function extendedName(header: string): string | null {
  const encoded = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  return encoded === undefined ? null : decode(encoded);
}

function plainName(header: string): string | null {
  const match = /(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return match?.[1]?.replace(/\\(.)/g, "$1") ?? match?.[2] ?? null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function safeName(text: string): string {
  const last = text.split(/[/\\]/).at(-1) ?? "";
  // The end is kept, for the extension; file systems allow 255 bytes, and a character here takes 3 at most.
  return last
    .slice(-80)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
}
