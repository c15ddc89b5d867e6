/** What a browser shows in place and runs nothing of. */
const SHOWN = /^(?:video|audio)\/|^image\/(?:png|jpeg|webp|gif)$/;
/** What is text to whoever looks at it, and never a page. */
const TEXT = /^(?:text\/(?:plain|vtt)|application\/(?:json|x-subrip))$/;

/**
 * The headers under which a file of anybody's is harmless to a browser. Its type is what looking into it has found, never
 * what a name or a client says; what could hold a script is a download.
 */
export function fileHeaders({ mediaType, name }: { mediaType: string; name: string }): Record<string, string> {
  const shown = SHOWN.test(mediaType) || TEXT.test(mediaType);
  const policy = shown ? "default-src 'none'; media-src 'self'; img-src 'self'" : "default-src 'none'; sandbox";
  return {
    "content-type": TEXT.test(mediaType) ? `${mediaType}; charset=utf-8` : mediaType,
    "content-disposition": `${shown ? "inline" : "attachment"}; ${fileName(name)}`,
    "content-security-policy": policy,
    // The bytes of a hash never change.
    "cache-control": "private, max-age=31536000, immutable",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}

function fileName(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return `filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeCharacter)}`;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
