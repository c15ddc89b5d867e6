import { randomUUID } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ProxxError, type MakePart, type Part, type PartRequest, type StoredArtifact } from "@proxx/contract";
import { NO_FACTS } from "../sources/media-description.ts";
import type { ArtifactStore } from "../store/artifact-store.ts";
import { jobKey, type Ingredients } from "../store/job-key.ts";
import type { ReuseIndex } from "../store/reuse-index.ts";

export interface JobParts {
  readonly part: MakePart;
  /** The job has ended: what it held of the store may go. */
  readonly release: () => void;
}

/**
 * The parts that a job makes: in the store like what jobs make, and noted down beside it for whoever makes of the same
 * ingredients. Two jobs that want the same part at once both make it; within one job the second waits for the first.
 */
export function createJobParts(about: {
  jobId: string;
  /** Where parts are made. */
  folder: string;
  store: ArtifactStore;
  reuse: ReuseIndex;
  signal: AbortSignal;
  now: () => number;
}): JobParts {
  const { jobId, folder, store, reuse, signal, now } = about;
  const releases: (() => void)[] = [];
  const turns = new Map<string, Promise<unknown>>();

  async function find<Facts>(key: string, type: string, what: PartRequest<Facts>): Promise<Part<Facts> | null> {
    const record = await reuse.read(type, key);
    const sha256 = record?.outputs[0]?.sha256;
    const facts = what.facts.safeParse(record?.facts);
    if (sha256 === undefined || !facts.success) return null;
    const found = await store.find(sha256);
    if (found.state !== "intact") return null;
    return { path: await held(found.stored), sha256, facts: facts.data, reused: true, why: null };
  }

  async function held(stored: StoredArtifact): Promise<string> {
    const { files, release } = await store.hold([stored], { signal });
    releases.push(release);
    return files[0]?.path ?? stored.path;
  }

  async function make<Facts>(
    key: string,
    { ingredients, what }: { ingredients: Ingredients; what: PartRequest<Facts> },
    work: (path: string) => Promise<Facts>,
  ): Promise<Part<Facts>> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${randomUUID()}.${what.extension}`);
    try {
      const facts = what.facts.parse(await work(path));
      signal.throwIfAborted();
      const size = (await stat(path).catch(() => null))?.size ?? 0;
      if (size === 0) throw nothingMade(what.shown);
      const file = { path, kind: "document", mediaType: "application/octet-stream", facts: NO_FACTS } as const;
      const stored = await store.put(file, { signal });
      const { url: _url, ...artifact } = stored.artifact;
      await reuse.write(key, {
        ingredients,
        jobId,
        deferred: false,
        outputs: [artifact],
        transcript: null,
        degradations: [],
        facts,
        madeAt: new Date(now()).toISOString(),
      });
      return { path: await held(stored), sha256: artifact.sha256, facts, reused: false, why: "new" };
    } finally {
      await rm(path, { force: true });
    }
  }

  const part: MakePart = async (what, work) => {
    const type = `part.${checkedName(what.kind)}`;
    const params = { extension: checkedName(what.extension), ingredients: what.ingredients };
    const ingredients = { type, version: 1, params, inputs: {}, provider: null, build: {} };
    const key = jobKey(ingredients);
    const before = turns.get(key) ?? Promise.resolve();
    const turn = before.then(async () => {
      const found = await find(key, type, what);
      return found ?? (await make(key, { ingredients, what }, work));
    });
    turns.set(
      key,
      turn.catch(() => {}),
    );
    return turn;
  };

  return {
    part,
    release: () => {
      for (const release of releases.splice(0)) release();
    },
  };
}

/** Names of folders and files: never a path. */
function checkedName(name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return name;
  throw new TypeError(`Expected small letters, digits and \`-\`, got \`${name}\``);
}

function nothingMade(shown: string): ProxxError {
  return new ProxxError("tool_failed", `Nothing came out where ${shown} was made.`, {
    hint: "Run it again; `proxx doctor` shows what is installed.",
  });
}
