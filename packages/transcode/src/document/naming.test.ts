import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { inspectedSource } from "../../test/inspected-source.ts";
import { checkTemplate, resolveName, TOKENS } from "./naming.ts";

const INPUTS = {
  jobId: "job-7",
  codec: "prores_proxy",
  resolution: "half",
  profile: "standard",
  container: "mov",
  createdAt: "2026-11-20T01:30:15+09:00",
};

function nameOf(template: string, sourcePath = "/media/A001.mov", index = 0): string {
  const facts = inspectedSource({
    facts: { timecode: "01:02:03;04", reel: "A001C002" },
    video: { width: 3840, height: 2160 },
  }).facts;
  const named = resolveName(template, { fileName: basename(sourcePath), index, facts }, INPUTS);
  return "name" in named ? named.name : `refused: ${named.problem}`;
}

describe("a token", () => {
  test.each([
    ["{source_name}", "A001.mov"],
    ["{source_ext}", "mov.mov"],
    ["{index}", "000.mov"],
    ["{job_id}", "job-7.mov"],
    ["{codec}", "prores_proxy.mov"],
    ["{resolution}", "half.mov"],
    ["{profile}", "standard.mov"],
    ["{width}x{height}", "3840x2160.mov"],
    ["{fps}", "25.mov"],
    ["{reel}", "A001C002.mov"],
    ["{source_name}_{index}_{source_name}", "A001_000_A001.mov"],
  ])("%s is %s", (template, name) => {
    expect(nameOf(template)).toBe(name);
  });

  test("of time reads the JobSpec's clock in UTC", () => {
    expect(nameOf("{date}_{time}")).toBe("20261119_163015.mov");
  });

  test("of timecode has no mark that a file system forbids", () => {
    expect(nameOf("{timecode}")).toBe("01-02-03-04.mov");
  });

  test("of index has at least three digits", () => {
    expect([7, 42, 999, 1000].map((index) => nameOf("{index}", "/a.mov", index))).toEqual([
      "007.mov",
      "042.mov",
      "999.mov",
      "1000.mov",
    ]);
  });

  test("without a value refuses the name", () => {
    const bare = inspectedSource().facts;
    for (const token of ["reel", "timecode"]) {
      const named = resolveName(`{${token}}`, { fileName: "a.mov", index: 0, facts: bare }, INPUTS);
      expect(named).toMatchObject({ problem: expect.stringContaining(`{${token}}`) });
    }
  });

  test("is replaced once: a value is never read for tokens", () => {
    expect(nameOf("{source_name}_{codec}", "/media/{codec}.mov")).toBe("{codec}_prores_proxy.mov");
    expect(nameOf("{source_name}", "/media/{{index}}.mov")).toBe("{{index}}.mov");
  });
});

describe("a source's name", () => {
  test.each([
    ["/media/no-extension", "no-extension.mov"],
    ["/media/.hidden", ".hidden.mov"],
    ["/media/two.dots.mov", "two.dots.mov"],
    ["/media/Bu\u0308ro.mov", "B\u00fcro.mov"],
    ["/media/🎬.mov", "🎬.mov"],
    ["/media/$(x) `y` 'z'.mov", "$(x) `y` 'z'.mov"],
  ])("%j gives %j", (path, name) => {
    expect(nameOf("{source_name}", path)).toBe(name);
  });

  test.each([
    ["/media/a\nb.mov", "a control character"],
    ["/media/a\u2028b.mov", "a control character"],
    ["/media/a\\b.mov", "a path separator"],
    ["/media/a..b.mov", "`..`"],
    ["/media/a..mov", "ends with a dot"],
    ["/media/a .mov", "ends with a dot or a space"],
    ["/media/a\ud800.mov", "not well-formed"],
  ])("%j is refused: %s", (path, problem) => {
    expect(nameOf("{source_name}", path)).toContain(problem);
  });

  test("is at most 200 bytes with its extension, counted once composed", () => {
    expect(nameOf("{source_name}", `/media/${"a".repeat(196)}.mp4`)).toBe(`${"a".repeat(196)}.mov`);
    expect(nameOf("{source_name}", `/media/${"a".repeat(197)}.mp4`)).toContain("longer than 200 bytes");
    expect(nameOf("{source_name}", `/media/${"ü".repeat(98)}.mp4`)).toBe(`${"ü".repeat(98)}.mov`);
    expect(nameOf("{source_name}", `/media/${"u\u0308".repeat(98)}.mp4`)).toBe(`${"ü".repeat(98)}.mov`);
    expect(nameOf("{source_name}", `/media/${"ü".repeat(99)}.mp4`)).toContain("longer than 200 bytes");
  });
});

describe("a template", () => {
  const codes = (template: string, sources = 1) => [...checkTemplate(template, sources)].map(({ code }) => code);

  test.each(TOKENS)("may name {%s}", (token) => {
    expect(codes(`{${token}}_proxy`)).toEqual([]);
  });

  test.each([
    ["{sourcename}", ["unknown_token"]],
    ["{}", ["unknown_token"]],
    ["{index", ["unbalanced_token"]],
    ["index}", ["unbalanced_token"]],
    ["../{index}", ["invalid_name"]],
    ["a/{index}", ["invalid_name"]],
    ["a\\{index}", ["invalid_name"]],
    ["{index}\n", ["invalid_name"]],
    ["  ", ["invalid_name"]],
    ["{nope}/{index}{", ["unknown_token", "unbalanced_token", "invalid_name"]],
  ])("%j has the issues %j", (template, expected) => {
    expect(codes(template)).toEqual(expected);
  });

  test("must tell several sources apart", () => {
    expect(codes("{codec}", 2)).toEqual(["ambiguous_name"]);
    expect(codes("{codec}_{index}", 2)).toEqual([]);
    expect(codes("{codec}", 1)).toEqual([]);
  });

  test("suggests what was meant", () => {
    expect([...checkTemplate("{sorce_name}", 1)][0]?.hint).toContain("source_name");
  });
});
