import { reuseRecordSchema, type ReuseIndex, type ReuseRecord } from "@proxx/engine";
import type { ListedObject, S3Client } from "../s3/s3-client.ts";

/** Of an operation that was used a million times, so many are looked at to say what comes nearest. */
const MOST_LISTED = 5000;
const MOST_READ = 50;

/** One small object for each, `<prefix><type>/<key>.json`. */
export function createS3ReuseIndex(client: S3Client, prefix: string): ReuseIndex {
  const keyOf = (type: string, key: string) => `${prefix}${type}/${key}.json`;
  return {
    read: (type, key) => readRecord(client, keyOf(type, key)),
    write: (key, record) => client.putJson(keyOf(record.ingredients.type, key), record),
    /** Those of late, among as many as are looked at. */
    async list(type) {
      const listed = await listKeys(client, `${prefix}${type}/`);
      const latest = listed.toSorted((a, b) => (a.modifiedAt < b.modifiedAt ? 1 : -1)).slice(0, MOST_READ);
      const records = await Promise.all(
        latest.map(async ({ key }) => ({
          key: key.slice(keyOf(type, "").length - ".json".length, -".json".length),
          record: await readRecord(client, key),
        })),
      );
      return records.flatMap(({ key, record }) => (record === null ? [] : [{ key, record }]));
    },
  };
}

async function listKeys(client: S3Client, prefix: string): Promise<ListedObject[]> {
  const all: ListedObject[] = [];
  while (all.length < MOST_LISTED) {
    const page = await client.list(prefix, { after: all.at(-1)?.key ?? "" });
    all.push(...page);
    if (page.length === 0) break;
  }
  return all.filter(({ key }) => key.endsWith(".json"));
}

/** What is not what was once written counts as nothing: it is made again, and written again. */
async function readRecord(client: S3Client, key: string): Promise<ReuseRecord | null> {
  const object = await client.get(key);
  if (object === null) return null;
  const text = await new Response(object.body).text();
  try {
    const parsed = reuseRecordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
