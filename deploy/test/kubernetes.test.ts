import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { printedBlocks } from "../../packages/sdk/test/documentation/printed-blocks.ts";
import { faultsOf, readManifest, type Manifest } from "./check-manifest.ts";
import { commandFaults } from "../../packages/sdk/test/documentation/command-faults.ts";
import { DEPLOY, readYaml } from "./read-files.ts";

const kustomization = z.object({ resources: z.array(z.string()) }).parse(readYaml("kubernetes/kustomization.yaml")[0]);
const manifests = kustomization.resources.flatMap((file) => readYaml(`kubernetes/${file}`).map(readManifest));

const labels = z.record(z.string(), z.string());
const probe = z.looseObject({}).optional();
const podTemplate = z.object({
  metadata: z.object({ labels }),
  spec: z.object({
    serviceAccountName: z.string(),
    containers: z.array(
      z.object({
        args: z.array(z.string()),
        envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }).optional() })),
        ports: z.array(z.object({ name: z.string() })).default([]),
        volumeMounts: z.array(z.object({ name: z.string() })),
        startupProbe: probe,
        livenessProbe: probe,
        readinessProbe: probe,
      }),
    ),
    volumes: z.array(z.object({ name: z.string() })),
  }),
});
const withTemplate = z.object({ template: podTemplate });
const withPods = z.object({
  spec: z.union([withTemplate, z.object({ jobTemplate: z.object({ spec: withTemplate }) })]),
});
const pods = manifests.flatMap((manifest) => {
  const parsed = withPods.safeParse(manifest);
  if (!parsed.success) return [];
  const { spec } = parsed.data;
  return [{ name: manifest.metadata.name, ...("template" in spec ? spec : spec.jobTemplate.spec).template }];
});

function named(kind: string): string[] {
  return manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
}

/** All of a manifest that stands under a name, however deep. */
function everything(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [
    ...(key === name ? [entry] : []),
    ...everything(entry, name),
  ]);
}

it("has every file of the folder in its list", () => {
  const files = readdirSync(join(DEPLOY, "kubernetes")).filter((file) => file !== "kustomization.yaml");
  expect(kustomization.resources.toSorted()).toEqual(files.toSorted());
});

it.each(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const))(
  "%s is as the published schema of Kubernetes has it, with no other fields",
  async (_name, manifest) => {
    expect(await faultsOf(manifest)).toEqual([]);
  },
);

it("notices what is wrong, and what is no field", async () => {
  const server = manifests.find(({ metadata }) => metadata.name === "proxx-server");
  const spoiled = (change: (text: string) => string): Manifest =>
    readManifest(JSON.parse(change(JSON.stringify(server))));
  expect(await faultsOf(spoiled((text) => text.replace('"replicas":2', '"replicas":"two"')))).not.toEqual([]);
  for (const [right, wrong] of [
    ['"periodSeconds":2', '"periodSecond":2'],
    ['"drop"', '"dropp"'],
    ['"sizeLimit"', '"size"'],
    ['"runAsNonRoot"', '"runAsNonroot"'],
  ] as const) {
    expect(await faultsOf(spoiled((text) => text.replace(right, wrong)))).toEqual([
      expect.stringContaining(`${wrong.split('"')[1]} is no field`),
    ]);
  }
});

it("gives pods nothing that is not there: settings, accounts, volumes, ports", () => {
  expect(pods.map(({ name }) => name)).toEqual(["proxx-migration", "proxx-server", "proxx-workers", "proxx-clearing"]);
  for (const { spec } of pods) {
    expect(named("ServiceAccount")).toContain(spec.serviceAccountName);
    for (const container of spec.containers) {
      const settings = container.envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? []);
      expect(named("ConfigMap")).toEqual(expect.arrayContaining(settings));
      expect(spec.volumes.map(({ name }) => name)).toEqual(container.volumeMounts.map(({ name }) => name));
      const probed = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      const ports = container.ports.map(({ name }) => name);
      expect(ports).toEqual(expect.arrayContaining(probed.flatMap((one) => everything(one, "port"))));
    }
  }
});

it("selects pods by labels that some have, and scales what is there", () => {
  for (const manifest of manifests.filter(({ kind }) => kind !== "NetworkPolicy")) {
    for (const selector of everything(manifest, "matchLabels").map((found) => labels.parse(found))) {
      expect(pods.filter(({ metadata }) => hasAll(metadata.labels, selector))).toHaveLength(1);
    }
  }
  for (const policy of manifests.filter(({ kind }) => kind === "NetworkPolicy")) {
    const { matchLabels } = z
      .object({ spec: z.object({ podSelector: z.object({ matchLabels: labels }) }) })
      .parse(policy).spec.podSelector;
    expect(pods.filter(({ metadata }) => hasAll(metadata.labels, matchLabels))).not.toEqual([]);
  }
  const targets = manifests.flatMap((manifest) => everything(manifest, "scaleTargetRef"));
  const target = z.object({ kind: z.string(), name: z.string() });
  expect(targets.map((found) => target.parse(found))).toEqual([{ kind: "Deployment", name: "proxx-workers" }]);
  expect(named("Deployment")).toContain("proxx-workers");
});

function hasAll(own: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => own[name] === value);
}

it("holds to the strictest rules for pods, and has limits for all of them", () => {
  for (const manifest of manifests.filter((one) => withPods.safeParse(one).success)) {
    expect(everything(manifest, "runAsNonRoot")).toEqual([true]);
    expect(everything(manifest, "seccompProfile")).toEqual([{ type: "RuntimeDefault" }]);
    expect(everything(manifest, "allowPrivilegeEscalation")).toEqual([false]);
    expect(everything(manifest, "readOnlyRootFilesystem")).toEqual([true]);
    expect(everything(manifest, "capabilities")).toEqual([{ drop: ["ALL"] }]);
    expect(everything(manifest, "automountServiceAccountToken")).toEqual([false]);
    expect(everything(manifest, "limits")).toEqual([expect.objectContaining({ memory: expect.any(String) })]);
  }
  expect(JSON.stringify(manifests)).not.toMatch(/"kind":"Secret"|hostPath|hostNetwork|"privileged"/);
});

it("starts Proxx with options that it has", async () => {
  for (const { spec } of pods) {
    for (const { args } of spec.containers) expect(await commandFaults(args)).toEqual([]);
  }
});

it("scales by a figure that the rule in the pages makes of one that the server has", async () => {
  const rule = printedBlocks("yaml").find(({ text }) => text.includes("externalRules"))?.text ?? "";
  const metric = z.object({ metric: z.object({ name: z.string() }) });
  const external = manifests
    .flatMap((manifest) => everything(manifest, "external"))
    .map((found) => metric.parse(found));
  expect(external.map(({ metric: { name } }) => rule.includes(`as: ${name} `))).toEqual([true]);
  const [, name = ""] = /seriesQuery: '(\w+)/.exec(rule) ?? [];
  const text = readFileSync(join(DEPLOY, "../packages/server/src/metrics/server-metrics.ts"), "utf8");
  expect(text).toContain(`"${name}"`);
});
