import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, test } from "vitest";
import { eventStream } from "../src/http/event-stream.ts";
import { temporaryFolder } from "@proxx/testing";
import { ANIMATIC, startTestServer } from "./test-server.ts";

interface Heard {
  id: number;
  event: string;
  data: { executionId: string };
}

function parse(text: string): Heard[] {
  const blocks = text.split("\n\n").filter((block) => block.startsWith("id:"));
  return blocks.map((block) => {
    const [, id = "", event = "", data = ""] = /^id: (\d+)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? [];
    return { id: Number(id), event, data: JSON.parse(data) as Heard["data"] };
  });
}

describe("the events of an execution", () => {
  it("come from the first to the last, after which the stream ends", async () => {
    const { ask, begin } = await startTestServer();
    const id = await begin(ANIMATIC);
    const answer = await ask(`/api/execute/${id}/events`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    const text = await answer.text();
    expect(text).toMatch(/^retry: 3000\n\n/);
    const events = parse(text);
    expect(events.map(({ id: sequence }) => sequence)).toEqual(
      events.map(({ id: sequence }) => sequence).sort((one, other) => one - other),
    );
    expect(events[0]?.event).toBe("execution-started");
    expect(events.at(-1)?.event).toBe("execution-ended");
    expect(events.every(({ data }) => data.executionId === id)).toBe(true);
    expect(text).not.toContain("/proxx-test-");
    expect(text).not.toMatch(/event: process-/);
  });

  it("are taken up where they were left, and are over when the end has been heard", async () => {
    const { ask, begin, ended } = await startTestServer();
    const id = await begin(ANIMATIC);
    await ended(id);
    const all = parse(await (await ask(`/api/execute/${id}/events`)).text());
    const [first] = all;
    const rest = await ask(`/api/execute/${id}/events`, { headers: { "last-event-id": String(first?.id) } });
    expect(parse(await rest.text())).toEqual(all.slice(1));
    const nothing = await ask(`/api/execute/${id}/events?after=${all.at(-1)?.id}`);
    expect([nothing.status, await nothing.text()]).toEqual([204, ""]);
    expect((await ask(`/api/execute/${id}/events?after=x`)).status).toBe(400);
  });

  it("are told by any server of the folder, and after all of them have ended, each once", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const [one, two] = [await startTestServer({ runtime }), await startTestServer({ runtime })];
    const id = await one.begin(ANIMATIC);
    const there = parse(await (await two.ask(`/api/execute/${id}/events`)).text());
    expect([there[0]?.event, there.at(-1)?.event]).toEqual(["execution-started", "execution-ended"]);
    expect(there.filter(({ event }) => event === "execution-ended")).toHaveLength(1);
    await one.close();
    await two.close();
    const { ask } = await startTestServer({ runtime });
    const headers = { "last-event-id": String(there[0]?.id) };
    const rest = parse(await (await ask(`/api/execute/${id}/events`, { headers })).text());
    const lasting = (events: Heard[]) => events.flatMap((one) => (one.event === "execution-progress" ? [] : one.id));
    expect(lasting(rest)).toEqual(lasting(there.slice(1)));
  });

  it("end with the server", async () => {
    const { ask, begin, close } = await startTestServer();
    const long = { ...ANIMATIC.jobs[0], params: { prompt: "A long night", duration: 60 } };
    const answer = await ask(`/api/execute/${await begin({ jobs: [long] })}/events`);
    const text = answer.text();
    await close();
    expect(await text).toMatch(/^retry: 3000/);
  });
});

test("a stream that has nothing to tell says that it is still there", async () => {
  const stop = new AbortController();
  const next = (_after: number, signal: AbortSignal) => wait(60_000, [], { signal }).catch(() => []);
  const { body } = eventStream({ next, after: 0, signal: stop.signal, heartbeatMs: 1 });
  let text = "";
  for await (const chunk of body ?? []) {
    text += new TextDecoder().decode(chunk);
    if (text.includes(": still here")) break;
  }
  stop.abort();
  expect(text).toContain("\n\n: still here\n\n");
});

test("a stream whose source had nothing new asks for the same again", async () => {
  const asked: number[] = [];
  const next = async (after: number) => {
    asked.push(after);
    return asked.length === 1 ? [] : asked.length === 2 ? [{ id: 8, type: "x", data: {} }] : null;
  };
  const { body } = eventStream({ next, after: 7, signal: new AbortController().signal });
  let text = "";
  for await (const chunk of body ?? []) text += new TextDecoder().decode(chunk);
  expect(asked).toEqual([7, 7, 8]);
  expect(text).toBe("retry: 3000\n\nid: 8\nevent: x\ndata: {}\n\n");
});

test("a stream says once that nobody listens any more, also where that was so before it began", async () => {
  let ends = 0;
  const about = { next: async () => [], after: 0, onEnd: () => (ends += 1) };
  eventStream({ ...about, signal: AbortSignal.abort() });
  expect(ends).toBe(1);
  const gone = new AbortController();
  const { body } = eventStream({ ...about, signal: gone.signal });
  await body?.cancel();
  gone.abort();
  expect(ends).toBe(2);
});
