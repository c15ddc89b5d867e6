import {
  comparedOf,
  MOST_COMPARED,
  reuseRecordSchema,
  type EarlierRecord,
  type ReuseIndex,
  type ReuseRecord,
} from "@proxx/engine";
import type { ListedObject, S3Client } from "../s3/s3-client.ts";

/** Of an operation that was used a million times, so many are looked at to say what comes nearest. */
const MOST_LISTED = 5000;
/** What others wrote is seen after so long, and what this program wrote at once. */
const LISTED_FOR_MS = 60_000;

/** The latest of an operation, by key, the newest last. */
interface Latest {
  readonly listedAtMs: number;
  readonly records: Map<string, EarlierRecord>;
}

/** One small object for each, `<prefix><type>/<key>.json`. */
export function createS3ReuseIndex(client: S3Client, prefix: string, now: () => number): ReuseIndex {
  const keyOf = (type: string, key: string) => `${prefix}${type}/${key}.json`;
  const known = new Map<string, Latest>();

  async function listLatest(type: string, before: Latest | undefined): Promise<Latest> {
    const listedAtMs = now();
    const listed = await listKeys(client, `${prefix}${type}/`);
    const latest = listed.toSorted((a, b) => (a.modifiedAt < b.modifiedAt ? -1 : 1)).slice(-MOST_COMPARED);
    const read = latest.map(async (object) => {
      const key = object.key.slice(keyOf(type, "").length - ".json".length, -".json".length);
      return [key, before?.records.get(key) ?? (await readRecord(client, object.key))] as const;
    });
    const records = new Map<string, EarlierRecord>();
    for (const [key, record] of await Promise.all(read)) if (record !== null) records.set(key, comparedOf(record));
    return { listedAtMs, records };
  }

  return {
    read: (type, key) => readRecord(client, keyOf(type, key)),
    async write(key, record) {
      const { type } = record.ingredients;
      await client.putJson(keyOf(type, key), record);
      const records = known.get(type)?.records;
      if (records === undefined) return;
      records.delete(key);
      records.set(key, comparedOf(record));
      const [oldest] = records.keys();
      if (records.size > MOST_COMPARED && oldest !== undefined) records.delete(oldest);
    },
    async latest(type) {
      const before = known.get(type);
      const isFresh = before !== undefined && now() - before.listedAtMs < LISTED_FOR_MS;
      const latest = isFresh ? before : await listLatest(type, before);
      known.set(type, latest);
      return [...latest.records.values()].toReversed();
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
