import type { Encoding, PageFile, PageFiles } from "./page-files.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";

export interface PageParts {
  /** Read, and where it comes to that built, when it is first asked for. Null where there is none. */
  readonly pageFiles: () => Promise<PageFiles | null>;
  /** Clients reach the server by TLS. */
  readonly isSecure: boolean;
}

/** The page for people. It asks what anybody may ask, and is sent to anybody: what it shows needs a key. */
export function pageRoutes({ pageFiles, isSecure }: PageParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/",
      summary: "The page",
      open: true,
      answers: { 200: { description: "A page.", mediaType: "text/html" }, 404: problemAnswer("There is none.") },
      handle: ({ raw }) => send("index.html", raw, "no-cache"),
    }),
    defineRoute({
      method: "GET",
      path: "/assets/:name",
      summary: "A file of the page",
      description: "Its name changes with what is in it.",
      open: true,
      answers: { 200: { description: "The file.", mediaType: "*/*" }, 404: problemAnswer("There is none.") },
      handle: ({ raw, param }) => send(`assets/${param("name")}`, raw, "public, max-age=31536000, immutable"),
    }),
  ];

  async function send(name: string, request: Request, caching: string): Promise<Response> {
    const file = (await pageFiles())?.get(name);
    if (file === undefined) throw notThere();
    const headers: Record<string, string> = {
      "content-type": file.mediaType,
      "content-security-policy": PAGE_POLICY,
      "cache-control": caching,
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      etag: file.etag,
      vary: "accept-encoding",
      ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
    };
    if (request.headers.get("if-none-match") === file.etag) return new Response(null, { status: 304, headers });
    const encoding = encodingFor(request, file);
    if (encoding === null) return new Response(file.bytes, { headers });
    return new Response(await file.encoded(encoding), { headers: { ...headers, "content-encoding": encoding } });
  }
}

/** Nothing but files of this server, no script that stands in a text, and no place where a text could become one. */
const PAGE_POLICY = [
  "default-src 'none'",
  ...["script-src", "style-src", "img-src", "media-src", "connect-src", "font-src"].map((kind) => `${kind} 'self'`),
  ...["base-uri", "form-action", "frame-ancestors"].map((kind) => `${kind} 'none'`),
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

function encodingFor(request: Request, { bytes }: PageFile): Encoding | null {
  if (bytes.length < 500) return null;
  const accepted = (request.headers.get("accept-encoding") ?? "").split(",").map((one) => one.split(";")[0]?.trim());
  return (["br", "gzip"] as const).find((encoding) => accepted.includes(encoding)) ?? null;
}

function notThere(): Problem {
  return new Problem({
    status: 404,
    code: "page_not_found",
    title: "There is no such file of the page.",
    detail: "This server was started without its page, or the page has changed.",
    hint: "Load the page again; /docs lists what can be asked.",
  });
}
