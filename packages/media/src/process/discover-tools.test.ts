import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { discoverTools, installCommand, parseCodecs } from "./discover-tools.ts";
import { findTool } from "./find-tool.ts";

const CODECS = ` DEV.LS h264                 H.264 / AVC (decoders: h264 h264_v4l2m2m) (encoders: libx264 libx264rgb)
 DEVIL. prores               Apple ProRes (iCodec Pro) (encoders: prores prores_aw prores_ks)
 D.V.L. r3dcodec             No such thing`;

/** A folder with an ffmpeg and an ffprobe that only answer questions, and write each question into `calls`. */
function fakeTools(options: { version?: string; ffmpeg?: string; ffprobe?: string } = {}): {
  folder: string;
  calls: () => number;
} {
  const { version = "7.1.1" } = options;
  const folder = temporaryFolder();
  const log = join(folder, "calls");
  const script = (name: string) => `echo "$@" >> ${log}
case "$*" in
  -version) echo "${name} version ${version} Copyright (c) 2000-2026 the FFmpeg developers";;
  *) cat <<'EOF'
${CODECS}
EOF
esac`;
  writeProgram(join(folder, "ffmpeg"), options.ffmpeg ?? script("ffmpeg"));
  writeProgram(join(folder, "ffprobe"), options.ffprobe ?? script("ffprobe"));
  return { folder, calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0) };
}

function writeProgram(path: string, body: string): void {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

describe("what is found", () => {
  test("are both programs with absolute paths, the version, and what can be decoded and encoded", async () => {
    const { folder } = fakeTools();
    expect(await discoverTools({ searchPath: folder })).toEqual({
      ffmpeg: join(folder, "ffmpeg"),
      ffprobe: join(folder, "ffprobe"),
      version: "7.1.1",
      decodable: new Set(["h264", "prores", "r3dcodec"]),
      encoders: new Set(["libx264", "libx264rgb", "prores", "prores_aw", "prores_ks"]),
    });
  });

  test("is the first on the path, whatever else bears the name", async () => {
    const [first, second] = [fakeTools({ version: "6.0" }), fakeTools({ version: "7.0" })];
    const notThese = temporaryFolder();
    mkdirSync(join(notThese, "ffmpeg"));
    writeFileSync(join(notThese, "ffprobe"), "not executable");
    const searchPath = ["", "/nonexistent", notThese, first.folder, second.folder].join(delimiter);
    expect((await discoverTools({ searchPath })).version).toBe("6.0");
  });

  test("on a relative path is absolute all the same", async () => {
    const { folder } = fakeTools();
    const upwards = "../".repeat(process.cwd().split("/").length) + folder.slice(1);
    expect(findTool("ffmpeg", upwards)).toBe(join(folder, "ffmpeg"));
  });

  test("of this machine is a whole ffmpeg", async () => {
    const tools = await discoverTools();
    expect(tools.version).toMatch(/^n?\d|^N-/);
    expect([...tools.decodable]).toContain("h264");
    expect([...tools.encoders]).toContain("prores_ks");
  });
});

describe("`tool_missing`", () => {
  const refused = (message: string | RegExp) => ({
    code: "tool_missing",
    message: expect.stringMatching(message) as string,
    hint: expect.stringContaining(installCommand(process.platform)) as string,
  });

  test("names the program that is not there", async () => {
    await expect(discoverTools({ searchPath: temporaryFolder() })).rejects.toMatchObject(
      refused(/^ffmpeg is not on PATH/),
    );
    const folder = temporaryFolder();
    writeProgram(join(folder, "ffmpeg"), "exit 0");
    await expect(discoverTools({ searchPath: folder })).rejects.toMatchObject(refused(/^ffprobe is not on PATH/));
    await expect(discoverTools({ searchPath: "" })).rejects.toMatchObject(refused(/not on PATH/));
  });

  test.each(["4.4.2-0ubuntu0.22.04.1", "5.0.3", "n5.0", "3.4", "0.10.7"])(
    "says that %s is too old",
    async (version) => {
      await expect(discoverTools({ searchPath: fakeTools({ version }).folder })).rejects.toMatchObject(
        refused(/is older than 5\.1/),
      );
    },
  );

  test.each([
    "5.1",
    "5.1.9-0+deb12u1",
    "n7.1",
    "8.0",
    "10.0",
    "N-109468-gd39b34123d",
    "2026-08-11-git-43cde54fc1-full_build",
  ])("takes %s", async (version) => {
    expect((await discoverTools({ searchPath: fakeTools({ version }).folder })).version).toBe(version);
  });

  const broken = "echo 'error while loading shared libraries: libavdevice.so.59' >&2; exit 127";
  test.each([
    ["an ffmpeg that fails", { ffmpeg: broken }, /ffmpeg -.* fails: error while loading shared libraries/],
    ["an ffprobe that fails", { ffprobe: broken }, /ffprobe -version.* fails: error while loading shared libraries/],
    ["an ffmpeg that is killed", { ffmpeg: "kill -9 $$" }, /fails: SIGKILL/],
    ["an ffmpeg that fails without a word", { ffmpeg: "exit 3" }, /fails: exit code 3/],
    ["something else called ffmpeg", { ffmpeg: "echo hello" }, /does not answer/],
    ["something silent called ffmpeg", { ffmpeg: "exit 0" }, /does not answer/],
    ["something else called ffprobe", { ffprobe: "echo ffmpeg version 7.1" }, /does not answer/],
  ])("describes %s", async (_what, programs, message) => {
    await expect(discoverTools({ searchPath: fakeTools(programs).folder })).rejects.toMatchObject(refused(message));
  });

  test("is no memory: a program that is mended is asked again", async () => {
    const { folder } = fakeTools({ ffmpeg: "exit 3" });
    await expect(discoverTools({ searchPath: folder })).rejects.toMatchObject(refused(/exit code 3/));
    const { folder: working } = fakeTools();
    writeFileSync(join(folder, "ffmpeg"), readFileSync(join(working, "ffmpeg")));
    expect((await discoverTools({ searchPath: folder })).version).toBe("7.1.1");
  });
});

describe("the cache", () => {
  const ASKED_ONCE = 3; // -version and -codecs of ffmpeg, -version of ffprobe

  test("of this process asks a binary once", async () => {
    const { folder, calls } = fakeTools();
    await discoverTools({ searchPath: folder });
    expect(calls()).toBe(ASKED_ONCE);
    await discoverTools({ searchPath: folder });
    expect(calls()).toBe(ASKED_ONCE);
  });

  test("file is used by the next process, until the binary changes", async () => {
    const { folder, calls } = fakeTools();
    const cacheFile = join(folder, "cache", "tools.json");
    discoverInAnotherProcess(folder, cacheFile);
    expect(calls()).toBe(ASKED_ONCE);
    expect((await discoverTools({ searchPath: folder, cacheFile })).encoders).toContain("libx264");
    expect(calls()).toBe(ASKED_ONCE);

    const path = join(folder, "ffmpeg");
    writeFileSync(path, readFileSync(path, "utf8").replace("7.1.1", "8.0.0"));
    expect((await discoverTools({ searchPath: folder, cacheFile })).version).toBe("8.0.0");
    expect(calls()).toBe(2 * ASKED_ONCE);
  });

  test("file asks again when only ffprobe changes", async () => {
    const { folder, calls } = fakeTools();
    const cacheFile = join(folder, "tools.json");
    discoverInAnotherProcess(folder, cacheFile);
    writeProgram(join(folder, "ffprobe"), "exit 1");
    await expect(discoverTools({ searchPath: folder, cacheFile })).rejects.toMatchObject({ code: "tool_missing" });
    expect(calls()).toBeGreaterThan(ASKED_ONCE);
  });

  test("file keeps two binaries apart, and knows one through a link", async () => {
    const [first, second] = [fakeTools({ version: "6.0" }), fakeTools({ version: "7.0" })];
    const cacheFile = join(temporaryFolder(), "tools.json");
    discoverInAnotherProcess(first.folder, cacheFile);
    discoverInAnotherProcess(second.folder, cacheFile);
    const linked = temporaryFolder();
    for (const name of ["ffmpeg", "ffprobe"]) symlinkSync(join(first.folder, name), join(linked, name));
    expect((await discoverTools({ searchPath: linked, cacheFile })).version).toBe("6.0");
    expect((await discoverTools({ searchPath: second.folder, cacheFile })).version).toBe("7.0");
    expect([first.calls(), second.calls()]).toEqual([ASKED_ONCE, ASKED_ONCE]);
  });

  test.each(["", "{", "null", "[]", '{"x":1}', '{"x":{"version":"7.1"}}', "\u0000"])(
    "file holding %j is made anew",
    async (content) => {
      const { folder } = fakeTools();
      const cacheFile = join(folder, "tools.json");
      writeFileSync(cacheFile, content);
      expect((await discoverTools({ searchPath: folder, cacheFile })).version).toBe("7.1.1");
      expect(Object.keys(JSON.parse(readFileSync(cacheFile, "utf8")) as object)).toEqual([join(folder, "ffmpeg")]);
    },
  );

  test("file that cannot be written is done without", async () => {
    const { folder } = fakeTools();
    mkdirSync(join(folder, "tools.json"));
    for (const cacheFile of [
      join(folder, "tools.json"),
      join(folder, "ffmpeg", "tools.json"),
      "/proc/nothing/tools.json",
    ]) {
      expect((await discoverTools({ searchPath: folder, cacheFile })).version).toBe("7.1.1");
    }
  });
});

describe("abort", () => {
  test("is `aborted`, before and while a program is asked", async () => {
    const { folder } = fakeTools({ ffmpeg: "while :; do sleep 0.01; done" });
    await expect(discoverTools({ searchPath: folder, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "aborted",
    });
    const controller = new AbortController();
    const discovery = discoverTools({ searchPath: folder, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(discovery).rejects.toMatchObject({ code: "aborted" });
  });

  test("of one caller is not the abort of another", async () => {
    const { folder } = fakeTools();
    const controller = new AbortController();
    const aborted = discoverTools({ searchPath: folder, signal: controller.signal });
    const other = discoverTools({ searchPath: folder });
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: "aborted" });
    expect((await other).version).toBe("7.1.1");
  });
});

// ffmpeg 5.1.9, `-codecs`.
test("the list of codecs is read by its columns", () => {
  const lines = [
    "Codecs:",
    " D..... = Decoding supported",
    " -------",
    " D.VI.S 012v                 Uncompressed 4:2:2 10-bit",
    " .EVIL. cljr                 Cirrus Logic AccuPak",
    " DEV.L. av1                  Alliance for Open Media AV1 (decoders: libdav1d libaom-av1 av1 ) (encoders: libaom-av1 librav1e libsvtav1 )",
    " DEVIL. dnxhd                VC3/DNxHD",
    " ..S... arib_caption         ARIB STD-B24 caption",
    " DEA.L. aac                  AAC (Advanced Audio Coding) (decoders: aac aac_fixed )",
  ];
  expect(parseCodecs(lines)).toEqual({
    decodable: ["012v", "av1", "dnxhd", "aac"],
    encoders: ["cljr", "libaom-av1", "librav1e", "libsvtav1", "dnxhd", "aac"],
  });
});

function discoverInAnotherProcess(searchPath: string, cacheFile: string): void {
  const script = `
    const { discoverTools } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "discover-tools.ts")).href)});
    await discoverTools(${JSON.stringify({ searchPath, cacheFile })});
  `;
  const run = spawnSync(process.execPath, ["--conditions=@proxx/source", "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  expect(run).toMatchObject({ status: 0, stderr: "" });
}
