import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createNetwork, type Network } from "@proxx/network";
import { temporaryFolder } from "@proxx/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateScriptFromUrl } from "../src/index.ts";

const TEXT =
  "Das Meer steigt zweimal am Tag, und der Mond ist daran nicht unschuldig. Er zieht das Wasser zu sich, während sich die Erde darunter weiterdreht. Grüße aus Köln.";
const PAGE = `<html><head><title>Flut</title></head><body><article><h1>Flut</h1><p>${TEXT}</p></article></body></html>`;

let server: Server;
let network: Network;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    switch (request.url) {
      case "/moved":
        return response.writeHead(302, { location: "/page" }).end();
      case "/page":
        return response
          .writeHead(200, { "content-type": "text/html; charset=ISO-8859-1" })
          .end(Buffer.from(PAGE, "latin1"));
      case "/picture":
        return response.writeHead(200, { "content-type": "image/png" }).end("PNG");
      case "/huge":
        return response.writeHead(200, { "content-type": "text/html" }).end(Buffer.alloc(21 * 1024 ** 2, 32));
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  network = createNetwork({ allowPrivate: true });
});

afterAll(async () => {
  await network.close();
  server.close();
});

test("follows redirects, and reads a page in the charset that the server declares", async () => {
  const { script, articles } = await generateScriptFromUrl(`${origin}/moved`, { network });
  expect(script).toMatchObject({ title: "Flut", language: "de", sources: [{ url: `${origin}/moved`, title: "Flut" }] });
  expect(articles[0]?.text).toContain("Grüße aus Köln");
});

test("tells of several sources in one script, each line of its own", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "ebbe.md");
  await writeFile(
    path,
    "# Ebbe\n\nBei Ebbe liegt das Watt trocken, und die Vögel finden dort ihr Futter. Nach sechs Stunden kommt das Wasser zurück. Wer dann noch draußen ist, hat sich verrechnet. Darum tragen die Führer eine Uhr.\n",
  );
  const { script } = await generateScriptFromUrl([`${origin}/page`, path], { network });
  expect(script.sources).toMatchObject([{ url: `${origin}/page` }, { path }]);
  const told = script.sections.flatMap(({ narrations }) => narrations.map(({ source }) => source?.source));
  expect(new Set(told)).toEqual(new Set([0, 1]));
});

test("tells how far it is, and never goes back", async () => {
  const told: number[] = [];
  await generateScriptFromUrl(`${origin}/page`, { network, onProgress: (current) => told.push(current) });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(100);
});

test.each([
  ["/nothing", "source_missing"],
  ["/picture", "media_unsupported"],
  ["/huge", "source_too_large"],
])("says what is wrong with %s", async (path, code) => {
  await expect(generateScriptFromUrl(`${origin}${path}`, { network })).rejects.toMatchObject({ code });
});

test("says what is wrong with a file", async () => {
  const folder = temporaryFolder();
  await writeFile(join(folder, "clip.mp4"), Buffer.from([0, 0, 0, 24, 102, 116, 121, 112]));
  await mkdir(join(folder, "folder"));
  for (const [name, code] of [
    ["none.md", "source_missing"],
    ["clip.mp4", "media_unsupported"],
    ["folder", "source_missing"],
  ]) {
    await expect(generateScriptFromUrl(join(folder, name ?? ""), { network })).rejects.toMatchObject({ code });
  }
});

test("reaches no private address that it is not allowed to", async () => {
  const closed = createNetwork();
  await expect(generateScriptFromUrl(`${origin}/page`, { network: closed })).rejects.toMatchObject({
    code: "source_forbidden",
  });
  await closed.close();
});
