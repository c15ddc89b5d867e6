import { createClient } from "@proxx/sdk/client";
import { temporaryFolder } from "@proxx/testing";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { openPage, startServer } from "./open-browser.ts";

const plan = (duration: number) => ({
  jobs: [{ id: "clip", type: "generate", params: { prompt: "A tent", duration, resolution: "480p", fps: 10 } }],
});

async function open() {
  const server = await startServer(temporaryFolder());
  onTestFinished(() => server.close());
  return { server, client: createClient({ url: server.url }), ...(await openPage(server.url)) };
}

/** Resolves once the page has been drawn with what it has been told. */
function drawn(page: Page): Promise<unknown> {
  return page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
}

it("shows a server that answers more slowly than it is asked", async () => {
  const { server, page, faults } = await open();
  await page.route("**/api/system", async (route) => {
    const answer = await route.fetch();
    // By then whoever asks by the clock asks again.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await route.fulfill({ response: answer }).catch(() => {});
  });
  await page.goto(`${server.url}/#/system`);
  await page.locator(".figure").first().waitFor({ timeout: 20_000 });
  expect(faults).toEqual([]);
});

it("does not take back what it has heard while the list was on its way", async () => {
  const { server, client, page, faults } = await open();
  const { executionId } = await client.executions.start(plan(30));
  await page.goto(server.url);
  const row = page.getByRole("row").filter({ hasText: executionId });
  await row.getByText("Running").waitFor();
  const release = Promise.withResolvers<void>();
  const fetched = Promise.withResolvers<void>();
  await page.route("**/api/execute?*status=processing*", async (route) => {
    const answer = await route.fetch();
    fetched.resolve();
    await release.promise;
    await route.fulfill({ response: answer });
  });
  await page.getByRole("button", { name: "Running" }).click();
  await fetched.promise;
  await client.executions.cancel(executionId);
  await row.getByText("Cancelled", { exact: true }).waitFor();
  const answered = page.waitForResponse("**/api/execute?*");
  release.resolve();
  await (await answered).finished();
  await drawn(page);
  expect(await row.getByText("Cancelled", { exact: true }).count()).toBe(1);
  expect(faults).toEqual([]);
});

it("looks again where a look has failed, though nothing happens any more", async () => {
  const { server, client, page, faults } = await open();
  const { executionId } = await client.executions.start(plan(30));
  await page.goto(`${server.url}/#/executions/${executionId}`);
  await page.locator(".run-title").getByText("Running").waitFor();
  let refused = 0;
  await page.route(`**/api/execute/${executionId}`, (route) => {
    refused += 1;
    return refused <= 3 ? route.fulfill({ status: 429, json: {} }) : route.continue();
  });
  await client.executions.cancel(executionId);
  await page.locator(".run-title").getByText("Cancelled").waitFor();
  expect(faults).toEqual([]);
});

it("empties its search with its filters", async () => {
  const { server, client, page, faults } = await open();
  await client.executions.start(plan(0.4));
  await page.goto(server.url);
  const search = page.getByRole("searchbox");
  await search.fill("nothing of that name");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByText("generate", { exact: true }).waitFor();
  expect(await search.inputValue()).toBe("");
  expect(faults).toEqual([]);
});

it("cancels and tries again all that are chosen, and says of which that did not work", async () => {
  const { server, client, page, faults } = await open();
  const [one, other] = await Promise.all([client.executions.start(plan(60)), client.executions.start(plan(61))]);
  await page.goto(server.url);
  const choose = (id: string) => page.getByRole("checkbox", { name: `Choose ${id}` }).check();
  await choose(one.executionId);
  await choose(other.executionId);
  await page.getByText("2 chosen", { exact: true }).waitFor();
  await page.route(`**/api/execute/${other.executionId}/cancel`, (route) =>
    route.fulfill({ status: 409, json: { title: "It is not to be." } }),
  );
  await page.getByRole("button", { name: "Cancel (2)" }).click();
  await page.getByRole("alert").getByText(`${other.executionId}: It is not to be.`).waitFor();
  const row = page.getByRole("row").filter({ hasText: one.executionId });
  await row.getByText("Cancelled", { exact: true }).waitFor();
  await page.getByText("1 chosen", { exact: true }).waitFor();
  await page.unroute(`**/api/execute/${other.executionId}/cancel`);
  await page.getByRole("button", { name: "Cancel (1)" }).click();
  await page.getByText("1 chosen", { exact: true }).waitFor({ state: "detached" });
  await choose(one.executionId);
  await page.getByRole("button", { name: "Retry (1)" }).click();
  await page.getByText("1 chosen", { exact: true }).waitFor({ state: "detached" });
  await expect.poll(async () => (await client.executions.list()).data.length).toBe(3);
  for (const { id } of (await client.executions.list({ status: ["processing", "pending"] })).data)
    await client.executions.cancel(id);
  expect(faults).toEqual([]);
});

it("lets all of a page be chosen on a telephone", async () => {
  const { server, client, page, faults } = await open();
  await page.setViewportSize({ width: 360, height: 740 });
  for (const duration of [60, 61]) {
    const { executionId } = await client.executions.start(plan(duration));
    await client.executions.cancel(executionId);
  }
  await page.goto(server.url);
  await page.getByText("Choose all of this page", { exact: true }).click();
  await page.getByText("2 chosen", { exact: true }).waitFor();
  await page.getByRole("checkbox", { name: "Choose all of this page" }).uncheck();
  await page.getByText("2 chosen", { exact: true }).waitFor({ state: "detached" });
  expect(faults).toEqual([]);
});
