import { jobSpecSchema, type JobSpecChoices } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import {
  containersFor,
  exampleSpec,
  newSpec,
  readSpec,
  SPEC_FIELDS,
  specText,
  withSpecText,
  writeSpec,
} from "../src/job-specs/spec-form.ts";

const NOW = new Date("2026-11-29T09:00:00Z");
const about = { engine: "ffmpeg", resolution: "same", description: "", rateControl: "" } as const;
const CHOICES: JobSpecChoices = {
  profiles: [
    { ...about, name: "proxy_h264_low", codec: "h264", containers: null },
    { ...about, name: "proxy_prores_proxy", codec: "prores_proxy", containers: null },
    { ...about, name: "master_mkv", codec: null, containers: ["mkv"] },
  ],
  codecs: [
    { name: "h264", containers: ["mp4", "mov", "mkv"] },
    { name: "prores_proxy", containers: ["mov", "mkv"] },
    { name: "dnxhd", containers: ["mxf"] },
  ],
};

describe("a JobSpec as a form", () => {
  test("begins with what every one has, and is valid with sources and a folder", () => {
    expect(readSpec("  \n", NOW)).toEqual(newSpec(NOW));
    expect(jobSpecSchema.parse(exampleSpec(NOW))).toMatchObject({ job_id: "my-proxies" });
    const filled = withSpecText(
      withSpecText(newSpec(NOW), "sources", "/a.mov\n", CHOICES),
      "output_dir",
      "/out",
      CHOICES,
    );
    expect(jobSpecSchema.parse(JSON.parse(writeSpec(filled)))).toMatchObject({
      sources: ["/a.mov"],
      output_dir: "/out",
    });
  });

  test("is none where the text is no object", () => {
    for (const text of ["{", "[]", "null", '"text"', "3"]) expect(readSpec(text, NOW)).toBeNull();
  });

  test("keeps what it has no field for, and says in the order of the contract what it has", () => {
    const spec = readSpec('{"note": 1, "codec": "h264", "user_metadata": {"scene": "4"}, "job_id": "a"}', NOW) ?? {};
    const written = writeSpec(withSpecText(spec, "output_dir", "/out", CHOICES));
    expect(Object.keys(JSON.parse(written) as object)).toEqual([
      "job_id",
      "output_dir",
      "codec",
      "user_metadata",
      "note",
    ]);
  });

  test("reads every field back as it was written, and leaves out what is optional and empty", () => {
    for (const field of SPEC_FIELDS) {
      const spec = withSpecText(newSpec(NOW), field, "/one", CHOICES);
      expect([field, specText(spec, field)]).toEqual([field, "/one"]);
    }
    const named = withSpecText(newSpec(NOW), "job_id", "a", CHOICES);
    expect(withSpecText(named, "job_id", "", CHOICES)).toEqual(newSpec(NOW));
    expect(withSpecText(newSpec(NOW), "output_dir", "", CHOICES)).toHaveProperty("output_dir", "");
    expect(specText({ codec: 3, sources: [1, null] }, "codec")).toBe("");
  });

  test("a profile brings its codec, and a codec a container that may hold it", () => {
    const chosen = withSpecText(newSpec(NOW), "proxy_profile", "proxy_prores_proxy", CHOICES);
    expect(chosen).toMatchObject({ codec: "prores_proxy", container: "mov" });
    expect(withSpecText(chosen, "codec", "h264", CHOICES)).toMatchObject({ codec: "h264", container: "mov" });
    expect(withSpecText(chosen, "codec", "dnxhd", CHOICES)).toMatchObject({ container: "mxf" });
    expect(withSpecText(newSpec(NOW), "proxy_profile", "master_mkv", CHOICES)).toMatchObject({ container: "mkv" });
    expect(containersFor({ codec: "none" }, CHOICES)).toEqual(["mp4", "mov", "mkv", "mxf"]);
    expect(withSpecText(newSpec(NOW), "proxy_profile", "proxy_prores_proxy", undefined)).toMatchObject({
      codec: "h264",
    });
  });
});
