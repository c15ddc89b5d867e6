import { artifactSchema } from "@proxx/contract";
import { z } from "zod";
import type { S3Client } from "../s3/s3-client.ts";

/** What stands beside an object: what it is, and what the storage called it when it was whole. */
const objectNoteSchema = z.object({
  artifact: artifactSchema.omit({ url: true }),
  /** With its dot, or nothing. */
  extension: z.string().regex(/^(?:\.[a-z0-9]{1,8})?$/),
  etag: z.string(),
});
export type ObjectNote = z.output<typeof objectNoteSchema>;

/** Null where there is none, or one that nobody can have written: then the object beside it is not believed either. */
export async function readNote(client: S3Client, key: string): Promise<ObjectNote | null> {
  const object = await client.get(key);
  if (object === null) return null;
  const text = await new Response(object.body).text();
  try {
    const parsed = objectNoteSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function writeNote(client: S3Client, key: string, note: ObjectNote, signal?: AbortSignal): Promise<void> {
  return client.putJson(key, note, signal);
}
