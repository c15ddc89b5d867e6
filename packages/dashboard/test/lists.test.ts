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

it("says how many there are in each status, of which days", async () => {
  const { server, client, page, faults } = await open();
  const ended = await Promise.all([0.4, 0.5].map((seconds) => client.executions.start({ jobs: [clip("a", seconds)] })));
  const cancelled = await client.executions.start({ jobs: [clip("long", 90)] });
  await client.executions.cancel(cancelled.executionId);
  for (const { executionId } of ended) for await (const _ of client.executions.events(executionId));
  await page.goto(server.url);
  const chip = (name: string) => page.getByRole("button", { name, exact: true });
  for (const name of ["Completed 2", "Cancelled 1", "Failed 0"]) await chip(name).waitFor();
  const third = await client.executions.start({ jobs: [clip("b", 0.4)] });
  await chip("Completed 3").waitFor({ timeout: 60_000 });

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("From", { exact: true }).fill(tomorrow);
  await page.getByText("Nothing matches").waitFor();
  await chip("Completed 0").waitFor();
  expect(page.url()).toContain(`from=${tomorrow}`);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await chip("Completed 3").waitFor();
  expect(await page.getByLabel("From", { exact: true }).inputValue()).toBe("");
  await page.getByLabel("To", { exact: true }).fill(tomorrow);
  await page.getByText(third.executionId).waitFor();

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate("document.scrollingElement.scrollWidth <= 360")).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
});

it("says where it has not counted on", async () => {
  const { server, page, faults } = await open();
  const counts = { pending: 0, processing: 12, completed: 1000, failed: 3, cancelled: 0 };
  await page.route("**/api/execute/counts*", (route) => route.fulfill({ json: { counts, most: 1000 } }));
  await page.goto(server.url);
  await page.getByRole("button", { name: "Completed 1000+", exact: true }).waitFor();
  await page.getByRole("button", { name: "Running 12", exact: true }).waitFor();
  expect(faults).toEqual([]);
});
