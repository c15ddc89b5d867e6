import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { startPeer, startRawPeer } from "./http-peer.ts";
import { testNetwork } from "./test-network.ts";

/** Answers with what it was asked. */
async function startEcho() {
  return startPeer((request, response) => {
    void text(request).then((body) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
    });
  });
}

describe("fetch", () => {
  test.each([
    ["a text", () => "prompt", { "content-type": "text/plain;charset=UTF-8" }, "prompt"],
    ["bytes", () => new TextEncoder().encode("prompt"), {}, "prompt"],
    [
      "parameters",
      () => new URLSearchParams({ a: "1 2" }),
      { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
      "a=1+2",
    ],
    ["a file", () => new Blob(["prompt"], { type: "audio/mpeg" }), { "content-type": "audio/mpeg" }, "prompt"],
  ])("sends %s with its type and length", async (_what, body, type, sent) => {
    const peer = await startEcho();
    const network = testNetwork({ allowPrivate: true });
    const seen = await (await network.fetch(peer.origin, { method: "POST", body: body() })).json();
    expect(seen).toMatchObject({
      method: "POST",
      body: sent,
      headers: { "content-length": String(sent.length), ...type },
    });
  });

  test("sends a form as a form", async () => {
    const peer = await startEcho();
    const network = testNetwork({ allowPrivate: true });
    const form = new FormData();
    form.set("model", "whisper-1");
    form.set("file", new File(["sound"], "speech.wav", { type: "audio/wav" }));
    const response = await network.fetch(peer.origin, { method: "POST", body: form });
    const { headers, body } = (await response.json()) as { headers: Record<string, string>; body: string };
    const parsed = await new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData();
    expect(parsed.get("model")).toBe("whisper-1");
    expect(parsed.get("file")).toMatchObject({ name: "speech.wav", size: 5 });
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(body)));
  });

  test("sends a stream, and a Request of Node's", async () => {
    const peer = await startEcho();
    const network = testNetwork({ allowPrivate: true });
    const streamed = await network.fetch(peer.origin, {
      method: "PUT",
      body: new Blob(["streamed"]).stream(),
      duplex: "half",
    });
    expect(await streamed.json()).toMatchObject({ method: "PUT", body: "streamed" });
    const request = new Request(peer.origin, { method: "PUT", body: "requested", headers: { "x-api-key": "key" } });
    expect(await (await network.fetch(request)).json()).toMatchObject({
      method: "PUT",
      body: "requested",
      headers: { "x-api-key": "key" },
    });
    expect(await (await network.fetch(new URL(peer.origin))).json()).toMatchObject({ method: "GET", body: "" });
  });

  test("gives a Response of Node's, decoded, with its headers and address", async () => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(418, {
        "content-encoding": "gzip",
        "content-type": "application/json",
        "set-cookie": ["a=1", "b=2"],
      });
      response.end(gzipSync('{"a":1}'));
    });
    const response = await testNetwork({ allowPrivate: true }).fetch(`${peer.origin}/path`);
    expect(response).toBeInstanceOf(Response);
    expect(response).toMatchObject({ status: 418, ok: false, url: `${peer.origin}/path`, redirected: false });
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.json()).toEqual({ a: 1 });
  });

  test("gives an answer without a body", async () => {
    const peer = await startPeer((_request, response) => response.writeHead(204).end());
    const response = await testNetwork({ allowPrivate: true }).fetch(peer.origin, { method: "DELETE" });
    expect(response).toMatchObject({ status: 204, body: null });
  });

  test("changes the method by 303, keeps it by 307 and sends the body again, which a stream cannot be", async () => {
    const echo = await startEcho();
    const peer = await startPeer((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { location: echo.origin }).end();
    });
    const network = testNetwork({ allowPrivate: true });
    const post = (status: number, body: string | ReadableStream) =>
      network.fetch(`${peer.origin}/${status}`, { method: "POST", body, duplex: "half" });
    expect(await (await post(302, "prompt")).json()).toMatchObject({ method: "GET", body: "" });
    expect(await (await post(303, "prompt")).json()).toMatchObject({ method: "GET", body: "" });
    expect(await (await post(307, "prompt")).json()).toMatchObject({
      method: "POST",
      body: "prompt",
      headers: { "content-type": "text/plain;charset=UTF-8" },
    });
    await expect(post(307, new Blob(["prompt"]).stream())).rejects.toThrow("cannot be sent again");
  });

  test("hands a redirect over, or fails by it, when it is told to", async () => {
    const peer = await startPeer((_request, response) =>
      response.writeHead(302, { location: "http://10.0.0.1/" }).end(),
    );
    const network = testNetwork({ allowPrivate: [peer.endpoint] });
    const response = await network.fetch(peer.origin, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "http://10.0.0.1/"]);
    await expect(network.fetch(peer.origin, { redirect: "error" })).rejects.toThrow(TypeError);
  });

  test("ends a body that decodes to more than it may be", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    const network = testNetwork({ allowPrivate: true, maxResponseBytes: 1_000_000 });
    const response = await network.fetch(peer.origin);
    await expect(response.arrayBuffer()).rejects.toMatchObject({ code: "source_too_large" });
  });

  test("fails as fetch does when nobody answers, a body is cut, or the caller aborts", async () => {
    const network = testNetwork({ allowPrivate: true });
    await expect(network.fetch("http://127.0.0.1:2/")).rejects.toThrow(TypeError);
    const cut = await startRawPeer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"));
    });
    await expect((await network.fetch(cut.origin)).text()).rejects.toThrow(TypeError);
    const silent = await startRawPeer((socket) => {
      socket.once("data", () => controller.abort(new Error("enough")));
    });
    const controller = new AbortController();
    await expect(network.fetch(silent.origin, { signal: controller.signal })).rejects.toThrow("enough");
  });
});
