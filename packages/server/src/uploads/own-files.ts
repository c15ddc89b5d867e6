import { formatJsonPath, isPlainObject, type Issue } from "@proxx/contract";
import type { Executions } from "../executions/executions.ts";
import type { OwnSource, OwnSources } from "@proxx/runtime";
import type { UploadStore } from "./upload-store.ts";

export interface OwnFiles {
  /**
   * What a plan names by addresses of this server, where the tenant may; and what is wrong with those: that they name nothing,
   * or what is another tenant's.
   */
  find(plan: unknown, tenant: string | null): Promise<{ readonly issues: Issue[]; readonly sources: OwnSources }>;
}

export interface OwnFilesOptions {
  executions: Pick<Executions, "file">;
  uploads: UploadStore;
  /** By which clients reach this server. */
  ownOrigins: () => readonly string[];
}

/**
 * What a plan names by an address of this server is not fetched over the network, where the server would need a key of its
 * own, and another machine might not reach it: what it is goes with the execution, and whoever needs it reads it from where it is
 * kept.
 */
export function createOwnFiles({ executions, uploads, ownOrigins }: OwnFilesOptions): OwnFiles {
  async function findNamed({ kind, name }: Named, tenant: string | null): Promise<OwnSource | null> {
    if (kind === "uploads") {
      const upload = await uploads.find(name, tenant);
      return upload === null ? null : { kind: "upload", id: upload.id, sha256: upload.sha256, size: upload.size };
    }
    const file = await executions.file(name, tenant);
    return file === null ? null : { kind: "artifact", sha256: file.sha256, path: file.path };
  }

  return {
    async find(plan, tenant) {
      const issues: Issue[] = [];
      const sources: Record<string, OwnSource> = {};
      for (const { text, path } of stringsIn(isPlainObject(plan) ? plan["jobs"] : null, ["jobs"])) {
        const named = readAddress(text, ownOrigins());
        if (named === null) continue;
        const found = await findNamed(named, tenant);
        if (found === null) issues.push(notThere(path));
        else sources[text] = found;
      }
      return { issues, sources };
    },
  };
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
