import { formatJsonPath, isPlainObject, type Issue } from "@proxx/contract";
import type { Executions } from "../executions/executions.ts";
import type { OwnFile } from "@proxx/runtime";
import type { UploadStore } from "./upload-store.ts";

export interface OwnFiles {
  /** What is wrong with the addresses of this server in a plan: that they name nothing, or what is another tenant's. */
  check(plan: unknown, tenant: string | null): Promise<Issue[]>;
  /** The file at an address of this server that a plan was let name; null for all others. */
  find(url: string): OwnFile | null;
}

export interface OwnFilesOptions {
  executions: Pick<Executions, "file">;
  uploads: UploadStore;
  /** By which clients reach this server. */
  ownOrigins: () => readonly string[];
}

const MOST = 100_000;

/**
 * What a plan names by an address of this server is not fetched over the network, where the server would need a key of its
 * own: it is read where it lies, once it is known that the tenant may.
 */
export function createOwnFiles({ executions, uploads, ownOrigins }: OwnFilesOptions): OwnFiles {
  const allowed = new Map<string, OwnFile>();
  return {
    async check(plan, tenant) {
      const issues: Issue[] = [];
      for (const { text, path } of stringsIn(isPlainObject(plan) ? plan["jobs"] : null, ["jobs"])) {
        const named = readAddress(text, ownOrigins());
        if (named === null) continue;
        const found = await findNamed(named, tenant);
        if (found === null) issues.push(notThere(path));
        else remember(text, found);
      }
      return issues;
    },
    find: (url) => allowed.get(url) ?? null,
  };

  async function findNamed({ kind, name }: Named, tenant: string | null): Promise<OwnFile | null> {
    const isUpload = kind === "uploads";
    const file = isUpload ? await uploads.find(name, tenant) : await executions.file(name, tenant);
    return file === null ? null : { path: file.path, sha256: isUpload ? null : name };
  }

  function remember(url: string, file: OwnFile): void {
    allowed.delete(url);
    allowed.set(url, file);
    const [oldest] = allowed.keys();
    if (allowed.size > MOST && oldest !== undefined) allowed.delete(oldest);
  }
}

interface Named {
  kind: "uploads" | "artifacts";
  name: string;
}

function readAddress(text: string, origins: readonly string[]): Named | null {
  if (!/^\s*https?:/i.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || !origins.includes(url.origin)) return null;
  const [, kind, name = ""] = /^\/api\/(uploads|artifacts)\/([\w.]+)$/.exec(url.pathname) ?? [];
  return kind === "uploads" || kind === "artifacts" ? { kind, name } : null;
}

function* stringsIn(value: unknown, path: PropertyKey[]): Generator<{ text: string; path: PropertyKey[] }> {
  if (typeof value === "string") yield { text: value, path };
  else if (Array.isArray(value))
    for (const [index, member] of value.entries()) yield* stringsIn(member, [...path, index]);
  else if (isPlainObject(value)) {
    for (const [key, member] of Object.entries(value)) yield* stringsIn(member, [...path, key]);
  }
}

function notThere(path: readonly PropertyKey[]): Issue {
  return {
    path: formatJsonPath(path),
    code: "source_missing",
    message: "This server has no such file of yours.",
    hint: "Take the `url` of an upload, or of an execution's outputs, as it is.",
  };
}
