import { z } from "zod";
import { Reference } from "../plan/reference.ts";

export const MEDIA_KINDS = ["video", "image", "audio"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];
/** What the steps of a movie hand on: documents, with the files that they speak of. */
export const MOVIE_KINDS = ["script", "speech", "slides"] as const;
export type MovieKind = (typeof MOVIE_KINDS)[number];
/** What a job makes. `media` is a file whose kind is known only when it is looked at. */
export const OUTPUT_KINDS = [...MEDIA_KINDS, "transcript", ...MOVIE_KINDS, "media"] as const;
export type OutputKind = (typeof OUTPUT_KINDS)[number];

/** What a parameter can be filled with: what a job makes, a file of text such as subtitles, or a page that is to be read. */
export type SourceKind = OutputKind | "text" | "page";

/** Something that yields a kind of output: a node of the SDK, which stands in parameters where a plan has `"$<id>"`. */
export interface Yields<Kind extends OutputKind> {
  readonly yields: Kind;
}

/**
 * A place in a job's parameters where media or text comes from: the output of another job, or what is written there
 * (a URL or a path for media, the text itself for text). The engine replaces it by the thing itself before the
 * operation runs.
 */
export class Source<Kind extends SourceKind = SourceKind> {
  readonly accepts: readonly Kind[];
  readonly from: string | Reference;

  constructor(accepts: readonly Kind[], from: string | Reference) {
    this.accepts = accepts;
    this.from = from;
  }

  toJSON(): unknown {
    return this.from;
  }
}

const MAX_LOCATION_LENGTH = 8192;
const MAX_TEXT_LENGTH = 20_000;

/** A parameter that is media: a URL, a path, or the output of another job. */
export function mediaSource<const Kind extends MediaKind | "text">(...accepts: Kind[]) {
  const wanted = describeAccepted(accepts);
  return source<string | Yields<Exclude<Kind, "text"> | "media">, Kind>(accepts, {
    isText: isLocation,
    error: (input) =>
      typeof input === "string"
        ? "Expected a URL (http, https), a path, or a reference such as `$job1`"
        : `Expected ${wanted}: a URL, a path, or a reference such as \`$job1\``,
    description: `${wanted}: URL, path, or "$<job id>"`,
  });
}

/** A parameter that is text: the text itself, or the words that another job (a transcription, speech) knows. */
export function textSource(maximum = MAX_TEXT_LENGTH) {
  return source<string | YieldsWords, "transcript">(["transcript"], {
    isText: (text) => text.trim() !== "" && text.length <= maximum,
    error: (input) =>
      typeof input === "string" && input.length > maximum
        ? `Expected at most ${maximum} characters, got ${input.length}`
        : "Expected a text that is not empty, or a reference such as `$job1`",
    description: 'text, or "$<job id>" of a job that knows its words',
  });
}

/** A parameter that is the words another job knows, and no text of its own. */
export function wordsSource(error: string) {
  return source<YieldsWords, "transcript">(["transcript"], {
    isText: () => false,
    error: () => error,
    description: '"$<job id>" of a job that knows its words',
  });
}

/** A parameter that is a page or a file to be read: HTML, Markdown, plain text. */
export function pageSource() {
  return source<string, "page">(["page"], {
    isText: isLocation,
    error: () => "Expected a URL (http, https) or a path of a page, a Markdown file or a text",
    description: "URL or path of a page, a Markdown file or a text",
  });
}

/** A parameter that is what another step of a movie made, and nothing else. */
export function movieSource<const Kind extends MovieKind>(kind: Kind) {
  return source<Yields<Kind>, Kind>([kind], {
    isText: () => false,
    error: () => `Expected \`"$<id>"\` of a job that makes ${kind}`,
    description: `"$<id>" of a job that makes ${kind}`,
  });
}

type YieldsWords = Yields<"transcript" | "audio" | "video">;

/** `Written` is what a program writes; in a plan a reference stands where the program has a node. */
function source<Written, Kind extends SourceKind>(
  accepts: readonly Kind[],
  about: { isText: (text: string) => boolean; error: (input: unknown) => string; description: string },
) {
  const isOrigin = (value: unknown): value is string | Reference =>
    value instanceof Reference || (typeof value === "string" && about.isText(value));
  return z
    .custom<Written>(isOrigin, { error: ({ input }) => about.error(input) })
    .transform((value: unknown, context): Source<Kind> => {
      if (isOrigin(value)) return new Source(accepts, value);
      context.addIssue(about.error(value));
      return z.NEVER;
    })
    .meta({ type: "string", description: about.description });
}

// A scheme other than http is refused here, with its place in the document; whether a host may be reached is asked later.
function isLocation(text: string): boolean {
  if (text.trim() === "" || text.length > MAX_LOCATION_LENGTH || /\p{Cc}/u.test(text)) return false;
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return URL.canParse(text);
  return scheme === undefined || scheme === "file";
}

function describeAccepted(kinds: readonly string[]): string {
  return kinds.length === 3 ? "media" : kinds.join(" or ").replace("text", "a subtitle file");
}
