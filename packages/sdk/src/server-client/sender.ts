import { sendRequest, type Answer, type ServerAddress } from "../client/send-request.ts";
import { isSuccess, RequestRefused } from "./request-refused.ts";

type Query = Readonly<Record<string, string | number | null | undefined>>;

interface Asked {
  query?: Query | undefined;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** Requests to one server. */
export interface Sender {
  readonly address: ServerAddress;
  /** Gives the document of the answer, which is undefined where it has none. */
  send<Document>(method: "GET" | "POST" | "DELETE", path: string, asked?: Asked): Promise<Document>;
  /** For what is no document: a body that is sent as it is, an answer that is read as it comes. */
  open(path: string, init: RequestInit): Promise<Response>;
}

export function createSender(address: ServerAddress): Sender {
  const { apiUrl: url, apiKey, fetch } = address;
  return {
    address,
    async send<Document>(method: "GET" | "POST" | "DELETE", path: string, asked: Asked = {}) {
      const answer = await sendRequest(address, { method, path: path + written(asked.query), ...asked });
      if (!isSuccess(answer)) throw new RequestRefused(answer, url);
      return answer.body as Document;
    },
    async open(path, init) {
      const headers = new Headers(init.headers);
      if (apiKey !== null) headers.set("authorization", `Bearer ${apiKey}`);
      const response = await fetch(url + path, { cache: "no-store", redirect: "manual", ...init, headers });
      if (response.ok) return response;
      throw new RequestRefused(await readAnswer(response), url);
    },
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => undefined);
  return { status: response.status, body, retryAfterMs: null };
}

function written(query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === "" ? [] : [[name, String(value)] as const],
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
}
