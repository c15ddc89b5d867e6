import { copyFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createClient } from "@proxx/sdk/client";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished } from "vitest";
import { openPage, startServer } from "./open-browser.ts";

const CLIP = {
  id: "clip",
  type: "generate",
  params: { prompt: "A tent", duration: 0.5, resolution: "480p", fps: 10 },
  output: "$clip",
};

it("says what is wrong with a JobSpec beside its line, runs it, and shows what was verified", async () => {
  const media = temporaryFolder();
  copyFileSync(everydayClip(), join(media, "A001.mov"));
  const server = await startServer(temporaryFolder(), { mediaRoots: [media] });
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  await page.goto(`${server.url}/#/jobspecs`);
  await page.getByRole("button", { name: "Begin with an example" }).click();
  const sheet = page.getByLabel("The JobSpec as JSON");
  const spec = {
    ...(JSON.parse(await sheet.inputValue()) as object),
    sources: [join(media, "A001.mov")],
    output_dir: media,
  };
  await sheet.fill(JSON.stringify({ ...spec, codec: "h2645" }, null, 2));
  const line =
    JSON.stringify({ ...spec, codec: "h2645" }, null, 2)
      .split("\n")
      .findIndex((one) => one.includes("h2645")) + 1;
  await page.locator(".issue").getByText("$.codec").waitFor();
  await page.getByRole("button", { name: `Line ${line}` }).click();
  expect(await page.evaluate("getSelection().toString()")).toContain("h2645");
  expect(await page.getByRole("button", { name: "Run" }).isDisabled()).toBe(true);
  await sheet.fill(JSON.stringify(spec, null, 2));
  await page.getByText("No issues").waitFor();
  await page.getByRole("button", { name: "Run" }).dblclick();
  await page.locator("tr").filter({ hasText: "frame_count" }).getByText("Passed").waitFor({ timeout: 60_000 });
  await page.getByText("A001_proxy.mp4").waitFor();
  expect((await createClient({ url: server.url }).jobSpecs.list()).data).toHaveLength(1);
  expect(faults).toEqual([]);
});

it("builds a JobSpec in a form that follows its text, and the text the form", async () => {
  const media = temporaryFolder();
  copyFileSync(everydayClip(), join(media, "A001.mov"));
  const server = await startServer(temporaryFolder(), { mediaRoots: [media] });
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  await page.goto(`${server.url}/#/jobspecs`);
  const sheet = page.getByLabel("The JobSpec as JSON");
  const written = async () => JSON.parse(await sheet.inputValue()) as Record<string, unknown>;
  const sources = page.getByLabel("Sources, one path a line");
  await sources.pressSequentially(`${join(media, "A001.mov")}\n`);
  await page.getByLabel("Folder to write into").fill(media);
  await page.getByLabel("Profile").selectOption("proxy_prores_proxy");
  expect(await sources.inputValue()).toMatch(/\n$/);
  expect(await written()).toMatchObject({
    jobspec_version: "1.0.0",
    sources: [join(media, "A001.mov")],
    output_dir: media,
    codec: "prores_proxy",
    container: "mov",
    proxy_profile: "proxy_prores_proxy",
  });
  expect(await page.getByLabel("Codec").inputValue()).toBe("prores_proxy");
  expect(await page.getByLabel("Container").locator("option").allInnerTexts()).toEqual(["mov", "mkv"]);
  await page.getByLabel("Frame rate").fill("force_1000");
  await page.locator(".issue").getByText("$.fps_mode").waitFor();
  expect(await page.getByLabel("Frame rate").getAttribute("aria-invalid")).toBe("true");
  await sheet.fill(
    JSON.stringify({ ...(await written()), fps_mode: "preserve_source", user_metadata: { scene: "4" } }),
  );
  expect(await page.getByLabel("Frame rate").inputValue()).toBe("preserve_source");
  await page.getByLabel("Size").fill("quarter");
  expect(await written()).toMatchObject({ user_metadata: { scene: "4" }, resolution: "quarter" });
  const whole = await sheet.inputValue();
  await sheet.fill(whole.slice(0, -1));
  await page.getByText("is no JSON. Mend it there").waitFor();
  await sheet.fill(whole);
  await page.getByText("No issues").waitFor();
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("A001_proxy.mov").waitFor({ timeout: 60_000 });
  expect(faults).toEqual([]);
});

it("shows what a webhook was told, and tells it once more", async () => {
  let told = 0;
  const again = Promise.withResolvers<void>();
  const receiver = createServer((request, response) => {
    told += 1;
    request.resume();
    const answer = () => void response.writeHead(204).end();
    if (told === 1) answer();
    else void again.promise.then(answer);
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told`;
  const server = await startServer(temporaryFolder(), { allowPrivateWebhooks: true });
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  await page.goto(`${server.url}/#/webhooks`);
  await page.getByText("No deliveries yet").waitFor();
  await createClient({ url: server.url }).executions.start({ jobs: [CLIP], webhook: { url } });
  await page.getByRole("button", { name: "1 attempt" }).click({ timeout: 60_000 });
  await page.locator(".detail strong").getByText("204").waitFor();
  await page.getByRole("button", { name: "Send again" }).click();
  await page.locator(".detail").getByText("Waiting").waitFor();
  await expect.poll(() => told, { timeout: 20_000 }).toBe(2);
  again.resolve();
  await page.getByRole("button", { name: "2 attempts" }).waitFor();
  expect(faults).toEqual([]);
});

it("works below a path, and in more tabs than a browser has connections", async () => {
  const server = await startServer(temporaryFolder());
  onTestFinished(() => server.close());
  const { port } = new URL(server.url);
  const proxy = createServer((request, response) => {
    const path = request.url?.replace(/^\/video\/proxx\//, "/") ?? "/";
    const { method = "GET", headers } = request;
    const onward = ask({ host: "127.0.0.1", port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const below = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/video/proxx/`;
  const { page, faults } = await openPage(below);
  await page.goto(below);
  await page.getByText("No executions yet").waitFor();
  const others = await Promise.all(Array.from({ length: 8 }, () => page.context().newPage()));
  for (const other of others) {
    await other.goto(below);
    await other.getByText("No executions yet").waitFor();
  }
  const { executionId } = await createClient({ url: below }).executions.start({ jobs: [CLIP] });
  for (const tab of [page, ...others]) {
    await tab.bringToFront();
    await tab.getByText(executionId).waitFor();
  }
  await page.bringToFront();
  await page.getByText("generate", { exact: true }).click();
  await page.locator(".run-title").getByText("Completed").waitFor({ timeout: 60_000 });
  await page.getByRole("tab", { name: "Artifacts" }).click();
  await page.locator("video").first().waitFor();
  expect(faults).toEqual([]);
});
