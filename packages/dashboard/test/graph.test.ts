import { createClient } from "@proxx/sdk/client";
import { temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished } from "vitest";
import { openPage, startServer } from "./open-browser.ts";
import { violationsOf } from "./violations-of.ts";

const clip = (id: string, duration: number) => ({
  id,
  type: "generate",
  params: { prompt: `A tent, ${id}`, duration, resolution: "480p", fps: 10 },
  output: `$${id}`,
});

async function open() {
  const server = await startServer(temporaryFolder());
  onTestFinished(() => server.close());
  return { server, client: createClient({ url: server.url }), ...(await openPage(server.url, { bypassCSP: true })) };
}

it("shows many jobs that are alike as one, and each of them where it is asked to", async () => {
  const { server, client, page, faults } = await open();
  const clips = Array.from({ length: 12 }, (_, index) => clip(`clip${index}`, 0.4));
  const film = { id: "film", type: "merge", params: {}, dependsOn: clips.map(({ id }) => id), output: "$film" };
  const { executionId } = await client.executions.start({ jobs: [...clips, film] });
  await page.goto(`${server.url}/#/executions/${executionId}?tab=graph`);
  const fold = page.getByRole("button", { name: "12 × generate" });
  await fold.waitFor();
  await fold.getByText("12 done").waitFor({ timeout: 120_000 });
  expect(await page.locator(".node").count()).toBe(2);
  expect(await violationsOf(page)).toEqual([]);
  await fold.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "clip11" }).waitFor();
  expect(await page.locator(".node").count()).toBe(13);
  await page.getByRole("button", { name: "clip3 generate" }).click();
  await page.getByRole("button", { name: "Fold alike jobs" }).click();
  expect(await fold.getAttribute("aria-current")).toBe("true");
  await page.locator(".detail").getByText("clip3").first().waitFor();
  expect(faults).toEqual([]);
});
