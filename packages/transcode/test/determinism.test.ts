import { readFileSync } from "node:fs";
import { CODEC_ALIASES, CODECS, legalContainers, type JobSpec } from "@proxx/contract";
import { makeClip, testPicture, testTone } from "@proxx/testing";
import { fingerprintOf, parseJobSpec, PROFILES } from "@proxx/transcode";
import { describe, expect, test } from "vitest";
import { makeProxy } from "./make-proxy.ts";

function noisyClip(size: string): string {
  return makeClip("noisy.mov", [
    ...["-f", "lavfi", "-i", `testsrc2=s=${size}:r=25:d=0.6,noise=alls=20:all_seed=7:allf=t`, ...testTone({ seconds: 0.6 })],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-qp", "10", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", "-timecode", "01:00:00:00"],
  ]);
}

describe("the same spec makes the same bytes, on one thread as on four", () => {
  const profiles = PROFILES.filter(({ engine }) => engine === "ffmpeg");
  const cases = profiles.flatMap(({ name, codec, containers }) =>
    (codec === null ? CODECS : [codec]).map((each) => [name, each, (containers ?? legalContainers(each)).at(-1) ?? "mov"] as const),
  );
  test.each(cases)("%s with %s in %s", async (profile, codec, container) => {
    const source = noisyClip(codec === "dnxhd" ? "1920x1080" : "320x180");
    const fields = { codec, container, proxy_profile: profile } as const;
    const once = await makeProxy(source, { ...fields, threads: 1 });
    const again = await makeProxy(source, { ...fields, threads: 4 });
    expect(readFileSync(again.path).equals(readFileSync(once.path))).toBe(true);
    expect(again.clip.output_sha256).toBe(once.clip.output_sha256);
  });
});

describe("the fingerprint", () => {
  const spec = {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: ["a.mov", "b.mov"],
    output_dir: "/media/proxies",
    output_name_template: "{source_name}_proxy",
    codec: "h265",
    container: "mov",
    resolution: "half",
    fps_mode: "preserve_source",
    proxy_profile: "standard",
  } as const satisfies JobSpec;
  const of = (document: object, indent?: number) => fingerprintOf(parseJobSpec(JSON.stringify(document, null, indent)));

  test("is a SHA-256 that stands still from version to version", () => {
    expect(of(spec)).toBe("sha256:PENDING");
  });

  test("ignores the order of keys and white space", () => {
    const turned = Object.fromEntries(Object.entries(spec).reverse());
    expect(of(turned, 4)).toBe(of(spec));
  });

  test.each(Object.entries(CODEC_ALIASES))("takes %s for %s", (alias, codec) => {
    const container = codec.startsWith("prores") ? "mov" : codec.startsWith("dnx") ? "mxf" : "mp4";
    expect(of({ ...spec, codec: alias, container })).toBe(of({ ...spec, codec, container }));
  });

  test("ignores what names the job rather than the work", () => {
    const named = { ...spec, created_at: "2027-01-01T00:00:00+09:00", job_id: "tuesday", user_metadata: { project: "Lighthouse" } };
    expect(of(named)).toBe(of(spec));
  });

  test("is the same with a default written out or left out", () => {
    const { resolution: _resolution, ...without } = spec;
    expect(of(without)).toBe(of({ ...spec, resolution: "same" }));
    const half = { ...without, codec: "h264", container: "mp4", proxy_profile: "proxy_h264_low" };
    expect(of(half)).toBe(of({ ...half, resolution: "half" }));
  });

  test.each([
    ["sources", ["a.mov"]],
    ["sources", ["b.mov", "a.mov"]],
    ["output_dir", "/media/other"],
    ["output_name_template", "{source_name}"],
    ["codec", "h264"],
    ["container", "mkv"],
    ["resolution", "quarter"],
    ["resolution", "640x360"],
    ["fps_mode", "force_25"],
    ["proxy_profile", "proxy_h265_low"],
  ])("differs for another %s: %j", (field, value) => {
    expect(of({ ...spec, [field]: value })).not.toBe(of(spec));
  });
});
