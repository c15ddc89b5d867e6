import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { executionSchema, type Execution } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { FAKE_KEY } from "@proxx/testing/fake-providers";
import { expect, it, onTestFinished } from "vitest";
import { samplePhoto } from "../../slides/test/sample-photo.ts";
import { startTestServer } from "./test-server.ts";

/** An endpoint that draws as OpenAI's does, and what it was asked for. */
async function startDrawing(): Promise<{ url: string; prompts: string[] }> {
  const prompts: string[] = [];
  const picture = Buffer.from(samplePhoto(640, 480)).toString("base64");
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      prompts.push((body as { prompt: string }).prompt);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ data: [{ b64_json: picture }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, prompts };
}

it("has the model that the server knows draw what a script asks for, the same words once", async () => {
  const drawing = await startDrawing();
  const { post, ended } = await startTestServer({
    runtime: {
      environment: { ...process.env, OPENAI_BASE_URL: drawing.url, OPENAI_API_KEY: FAKE_KEY },
      home: temporaryFolder(),
      movies: { pictures: { model: "openai:gpt-image-1", style: "Flat." } },
    },
  });
  const script = {
    title: "Bread",
    sections: [
      {
        title: "A loaf",
        slide: { layout: "bullets", title: "A loaf", items: ["Flour", "Water"] },
        slide_prompt: "A loaf on a table",
        narrations: [{ text: "Flour and water." }],
      },
    ],
  };
  const make = async (theme: string): Promise<Execution> => {
    const answer = await post("/api/movies", { script, theme, size: "426x240", frameRate: 10 });
    const { executionId } = (await answer.json()) as { executionId: string };
    return executionSchema.parse(await ended(executionId));
  };
  for (const theme of ["quiet", "folio"]) {
    const made = await make(theme);
    expect(made).toMatchObject({ status: "completed", error: null, degradations: [] });
    const slides = made.jobs.find(({ id }) => id === "slides")?.outputs ?? [];
    // A document, a slide, and the picture on it.
    expect(slides.map(({ mediaType }) => mediaType)).toEqual([
      "application/json",
      "image/png",
      "application/octet-stream",
    ]);
  }
  expect(drawing.prompts).toEqual(["A loaf on a table\n\nFlat."]);
});

it("does not start with a model of nobody's", async () => {
  const runtime = { environment: process.env, movies: { pictures: { model: "opanai:gpt-image-1" } } };
  await expect(startTestServer({ runtime })).rejects.toMatchObject({
    hint: expect.stringContaining("Did you mean `openai`?") as string,
  });
});
