import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { checkScript, type MovieConfig, type Script } from "@proxx/contract";
import { createFonts, renderNode } from "@proxx/drawing";
import { createParts, generateSlidesForScript } from "@proxx/movie";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { openStudio } from "./open-studio.ts";

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<string> {
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function studioWith(baseUrl: string, pictures: MovieConfig["pictures"]) {
  const environment = { OPENAI_BASE_URL: baseUrl, PATH: process.env["PATH"] };
  const studio = openStudio({ environment, config: { pictures } });
  onTestFinished(() => studio.close());
  return studio;
}

const { script } = checkScript({
  title: "Bread",
  sections: ["A loaf", "An oven"].map((title) => ({
    title,
    slide: { layout: "bullets", title, items: ["One", "Two"] },
    slide_prompt: `${title} on a table`,
  })),
});

test("what a script asks for is drawn by the model that is configured; a picture that fails leaves another layout, and it is said", async () => {
  const png = (await renderNode(createFonts(), [], { width: 640, height: 480, format: "png" })).toString("base64");
  const asked: unknown[] = [];
  const url = await serve(async (request, response) => {
    const body = (await json(request)) as { model: string; prompt: string };
    asked.push([request.url, body.model, body.prompt]);
    const isRefused = body.prompt.startsWith("An oven");
    response.writeHead(isRefused ? 400 : 200, { "content-type": "application/json" });
    const refusal = { error: { message: "This picture is not allowed.", code: "moderation_blocked" } };
    response.end(JSON.stringify(isRefused ? refusal : { data: [{ b64_json: png }] }));
  });
  const { pictureModel } = studioWith(`${url}/v1`, { model: "openai:gpt-image-1", style: "Flat, in muted colours." });
  if (pictureModel === undefined) throw new Error("There is no model");
  const folder = temporaryFolder();
  const parts = createParts({ folder: join(folder, ".proxx") });
  const size = { width: 640, height: 360 };
  const { slides, degradations } = await generateSlidesForScript(script as Script, {
    folder,
    parts,
    pictureModel,
    size,
  });
  expect([...slides.values()].map(([slide]) => slide?.slide.layout)).toEqual(["image-text", "bullets"]);
  expect(asked).toContainEqual([
    "/v1/images/generations",
    "gpt-image-1",
    "A loaf on a table\n\nFlat, in muted colours.",
  ]);
  expect(degradations).toMatchObject([
    {
      code: "picture_left_out",
      message: expect.stringMatching(/“An oven”.*a picture of a model.*not allowed/u) as string,
    },
  ]);
});

test("a model that no provider has is told with those that there are", () => {
  expect(() => studioWith("http://127.0.0.1:1/v1", { model: "opanai:gpt-image-1" })).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/openai.*The providers are/su) as string }),
  );
});
