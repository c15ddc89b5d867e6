import { readFileSync } from "node:fs";
import { CODECS, legalContainers, type Codec } from "@proxx/contract";
import { makeClip, testTone } from "@proxx/testing";
import { covering } from "@proxx/testing/rows";
import { PROFILES } from "@proxx/transcode";
import { describe, expect, test } from "vitest";
import { makeProxy } from "./make-proxy.ts";

function noisyClip(size: string, seconds: number): string {
  return makeClip("noisy.mov", [
    ...[
      "-f",
      "lavfi",
      "-i",
      `testsrc2=s=${size}:r=25:d=${seconds},noise=alls=20:all_seed=7:allf=t`,
      ...testTone({ seconds }),
    ],
    ...[
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-qp",
      "10",
      "-pix_fmt",
      "yuv420p",
      "-c:a",
      "pcm_s16le",
      "-timecode",
      "01:00:00:00",
    ],
  ]);
}

describe("the same spec makes the same bytes, on one thread as on four", () => {
  const profiles = PROFILES.filter(({ engine }) => engine === "ffmpeg");
  const cases = profiles.flatMap(({ name, codec, containers }) =>
    // The usual container with named profiles, the last one with the standard: sound is compressed in some, and not in others.
    (codec === null ? CODECS : [codec]).map(
      (each) => [name, each, (containers ?? legalContainers(each)).at(codec === null ? -1 : 0) ?? "mov"] as const,
    ),
  );
  // The levels of a codec differ in numbers that one encoder is given; how it shares its work is that encoder's own.
  const byEncoder = covering(
    cases.map((row) => [...row, `${encoderOf(row[1])} ${row[1].includes("444")}`] as const),
    3,
  );
  test.each(byEncoder)("%s with %s in %s", async (profile, codec, container) => {
    const source = codec === "dnxhd" ? noisyClip("1920x1080", 0.12) : noisyClip("320x180", 0.4);
    const fields = { codec, container, proxy_profile: profile } as const;
    const once = await makeProxy(source, { ...fields, threads: 1 });
    const again = await makeProxy(source, { ...fields, threads: 4 });
    expect(readFileSync(again.path).equals(readFileSync(once.path))).toBe(true);
    expect(again.clip.output_sha256).toBe(once.clip.output_sha256);
  });
});

function encoderOf(codec: Codec): string {
  return codec.replace(/_.*/, "");
}

describe("the identity of an MXF file", () => {
  const umids = (path: string) => {
    const bytes = readFileSync(path);
    const label = Buffer.from("060a2b340101010501010d0013", "hex");
    const found = new Set<string>();
    for (let at = bytes.indexOf(label); at !== -1; at = bytes.indexOf(label, at + 1))
      found.add(bytes.toString("hex", at + 16, at + 31));
    return [...found];
  };
  const fields = { codec: "dnxhr_lb", container: "mxf" } as const;

  test("is one within the file, the same for the same bytes, and another for another picture", async () => {
    const one = await makeProxy(noisyClip("320x180", 0.4), fields);
    const same = await makeProxy(noisyClip("320x180", 0.4), fields);
    const other = await makeProxy(noisyClip("320x180", 0.2), fields);
    expect(umids(one.path)).toHaveLength(1);
    expect(umids(one.path)[0]).not.toMatch(/^0+$/);
    expect(umids(same.path)).toEqual(umids(one.path));
    expect(umids(other.path)).not.toEqual(umids(one.path));
  });
});
