/** What was read of one source: its text without what stands around it, and what each part of it is. */
export interface Article {
  /** What the source is called in messages: its address, its path, `standard input`. */
  name: string;
  url: string | null;
  path: string | null;
  title: string;
  /** As the source declares it, or null. */
  language: string | null;
  description: string | null;
  author: string | null;
  siteName: string | null;
  /** All words of the blocks, which say where in it they stand. */
  text: string;
  blocks: Block[];
  /** How words are read, where the source says it beside them (ruby). */
  readings: { word: string; reading: string }[];
}

/** A piece of an article's text, in UTF-16 units. */
export interface TextSpan {
  start: number;
  end: number;
}

export interface Passage extends TextSpan {
  text: string;
}

export type Block =
  | (Passage & { kind: "heading"; level: number })
  | (Passage & { kind: "paragraph" })
  | (TextSpan & { kind: "list"; ordered: boolean; items: Passage[] })
  | (Passage & { kind: "quote"; name: string | null })
  | { kind: "code"; code: string; language: string | null }
  | (TextSpan & { kind: "table"; caption: string | null; columns: string[]; rows: string[][] })
  | { kind: "image"; source: string; alt: string; caption: string | null };

export type BlockOf<Kind extends Block["kind"]> = Extract<Block, { kind: Kind }>;
