import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventHistory } from "@proxx/contract";
import { createClient } from "@proxx/sdk/client";
import { createApiKey, createKeyStore, type KeyRecord } from "@proxx/server";
import { openRecords } from "@proxx/runtime";
import { temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished } from "vitest";
import { openPage, startServer, until } from "./open-browser.ts";

const clip = (id: string, duration: number) => ({
  id,
  type: "generate",
  params: { prompt: `Scene ${id}`, duration, resolution: "480p", fps: 10 },
  output: `$${id}`,
});
const film = (seconds: number) => ({
  jobs: [
    clip("day", 0.5),
    clip("night", seconds),
    { id: "film", type: "merge", params: {}, dependsOn: ["day", "night"], output: "$film" },
  ],
});

async function open(options: Parameters<typeof startServer>[1] = {}) {
  const server = await startServer(temporaryFolder(), options);
  onTestFinished(() => server.close());
  const watched = await openPage(server.url);
  return { server, client: createClient({ url: server.url }), ...watched };
}

it("shows an execution from its beginning to its files, and cancels another", async () => {
  const { server, client, page, faults } = await open();
  let weight = 0;
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (weight += encodedDataLength));
  await page.goto(server.url);
  await page.getByText("No executions yet").waitFor();
  expect(await page.locator(".code pre").first().textContent()).toContain(`curl -s '${server.url}/api/execute'`);
  expect(weight).toBeLessThan(200 * 1024);

  const { executionId } = await client.executions.start(film(0.5));
  const row = page.getByRole("row").filter({ hasText: executionId });
  await row.getByText("generate ×2, merge").click();
  await page.getByText("Completed").first().waitFor({ timeout: 120_000 });
  expect(await page.locator(".time-row").count()).toBe(3);
  await page.getByRole("tab", { name: "Artifacts" }).click();
  await page.locator(".chief video").waitFor();
  await until(page, 'document.querySelector(".chief video")?.readyState >= 1');
  await page.getByRole("tab", { name: "Graph" }).click();
  await page.getByRole("button", { name: "film" }).click();
  await page.getByText("Depends on").waitFor();
  expect(page.url()).toContain("tab=graph&job=film");
  await page.reload();
  await page.getByText("Depends on").waitFor();

  const long = await client.executions.start({ jobs: [clip("long", 60)] });
  await page.goto(`${server.url}/#/executions/${long.executionId}`);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.locator(".run-title").getByText("Cancelled").waitFor();
  await page.getByRole("link", { name: "All executions" }).click();
  await page.getByRole("button", { name: "Cancelled" }).click();
  await page.getByText("generate", { exact: true }).waitFor();
  expect(page.url()).toContain("status=cancelled");
  expect(await page.getByRole("row").count()).toBe(2);
  expect(faults).toEqual([]);
});

it("says when the server is away, comes back by itself, and has missed nothing", async () => {
  const home = temporaryFolder();
  let server = await startServer(home);
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  const client = createClient({ url: server.url });
  const { executionId } = await client.executions.start(film(6));
  await page.goto(`${server.url}/#/executions/${executionId}?tab=events`);
  await page.getByText("job-started").first().waitFor();
  const port = Number(new URL(server.url).port);
  await server.close();
  await page.locator(".banner").waitFor();
  server = await startServer(home, { port });
  await page.locator(".banner").waitFor({ state: "detached" });
  await page.locator(".run-title").getByText("Completed").waitFor({ timeout: 200_000 });
  await page.locator("td").getByText("execution-ended").waitFor();
  const told = await client.executions.history(executionId);
  expect(await sequencesOf(page)).toEqual(lasting(told));
  expect(faults).toEqual([]);
});

async function sequencesOf(page: Awaited<ReturnType<typeof openPage>>["page"]): Promise<number[]> {
  const rows = page.locator("tr[data-sequence]").filter({ hasNotText: "execution-progress" });
  const all = await rows.evaluateAll((found) => found.map((row) => Number(row.getAttribute("data-sequence"))));
  return all;
}

function lasting({ data }: EventHistory): number[] {
  return data.flatMap(({ sequence, event }) => (event.type === "execution-progress" ? [] : [sequence]));
}

it("asks for a key where there are keys, and stores nothing but a cookie that no script can read", async () => {
  const home = mkdtempSync(join(tmpdir(), "proxx-keys-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const { key, record } = createApiKey({
    name: "studio",
    tenant: "acme",
    createdAt: new Date().toISOString(),
    expiresAt: null,
  });
  await saveKey(home, record);
  const server = await startServer(home);
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  await page.goto(server.url);
  await page.getByLabel("API key").fill("proxx_wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("not known").waitFor();
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await page.getByText("No executions yet").waitFor();
  await page.getByText("Tenant acme · studio").waitFor();
  await page.goto(`${server.url}/#/system`);
  await page.getByText("This is the operator's").waitFor();
  const left = await page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]");
  expect(left).toEqual(["", 0, 0]);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", name: "proxx-session" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await page.getByText("This is the operator's").waitFor();
  await saveKey(home, { ...record, revokedAt: new Date().toISOString() });
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByLabel("API key").waitFor();
  expect(faults).toEqual([]);
});

async function saveKey(home: string, record: KeyRecord): Promise<void> {
  const records = openRecords({ environment: {}, home });
  await createKeyStore(records).save(record);
  await records.close();
}
