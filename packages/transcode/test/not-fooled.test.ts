import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pictureClip, soundClip, temporaryFolder } from "@proxx/testing";
import { first, inTurn } from "@proxx/testing/rows";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeProxy, refusalOf } from "./make-proxy.ts";

/** A server that nobody is to talk to. */
async function canary(): Promise<{ port: number; connections: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  return { port: address.port, connections: () => count };
}

type Script = (target: { file: string; url: string }) => string;

const hls = (entry: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${entry}\n#EXT-X-ENDLIST\n`;
const SCRIPTS: Record<string, Script> = {
  "an HLS playlist of a local file": ({ file }) => hls(file),
  "an HLS playlist of an address": ({ url }) => hls(url),
  "an ffconcat script": ({ file }) => `ffconcat version 1.0\nfile '${file}'\n`,
  "an SDP description": ({ url }) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${new URL(url).port} RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
  "a DASH manifest": ({ url }) =>
    `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet><Representation id="1" bandwidth="1" mimeType="video/mp4"><BaseURL>${url}</BaseURL></Representation></AdaptationSet></Period></MPD>\n`,
  "an ffmetadata file": ({ file }) => `;FFMETADATA1\ntitle=${file}\n`,
  "an SMIL playlist": ({ url }) => `<smil><body><video src="${url}"/></body></smil>\n`,
};

describe.each(
  ["mov", "mp4", "mkv", "m3u8"].map(
    (extension, index) => [extension, inTurn(3, Object.entries(SCRIPTS), index)] as const,
  ),
)("under a name that ends in .%s", (extension, scripts) => {
  test.each(scripts)("%s is refused, and nothing it names is opened", async (_name, script) => {
    const { port, connections } = await canary();
    const folder = temporaryFolder();
    copyFileSync(soundClip("secret.ts", {}, ["-c:v", "mpeg2video", "-c:a", "mp2"]), join(folder, "secret.ts"));
    const source = join(folder, `clip.${extension}`);
    writeFileSync(source, script({ file: join(folder, "secret.ts"), url: `http://127.0.0.1:${port}/clip.mp4` }));
    const issues = await refusalOf(source);
    expect(issues).toMatchObject([
      { path: "$.sources[0]", code: "source_not_media", hint: expect.stringContaining("text file") },
    ]);
    expect(connections()).toBe(0);
  });
});

test("a playlist that hides behind bytes that are no text is refused as well", async () => {
  const { port, connections } = await canary();
  const source = join(temporaryFolder(), "clip.mov");
  writeFileSync(source, `${hls(`http://127.0.0.1:${port}/clip.mp4`)}\u0000\u0001`);
  expect(await refusalOf(source)).toMatchObject([{ code: "source_not_media" }]);
  expect(connections()).toBe(0);
});

test("an address is no source, and nothing is fetched", async () => {
  const { port, connections } = await canary();
  for (const source of [
    `http://127.0.0.1:${port}/clip.mov`,
    `tcp://127.0.0.1:${port}`,
    `concat:http://127.0.0.1:${port}/a|b`,
  ]) {
    expect(await refusalOf(source)).toMatchObject([{ path: "$.sources[0]", code: "source_missing" }]);
  }
  expect(connections()).toBe(0);
});

describe("a name is only a name", () => {
  const NAMED = [
    ["Bu\u0308ro.mov", "B\u00fcro_proxy.mov"],
    ["{codec}.mov", "{codec}_proxy.mov"],
    ["-i.mov", "-i_proxy.mov"],
    ["%d.mov", "%d_proxy.mov"],
    ["A:B.mov", "A:B_proxy.mov"],
    ["🎬 Büro.mov", "🎬 Büro_proxy.mov"],
    ["a'b;c.mov", "a'b;c_proxy.mov"],
  ] as const;

  const NAMES = [
    "-y",
    "%03d.mov",
    "concat:x|y.mov",
    "file:x.mov",
    "pipe:0",
    "$(touch gone).mov",
    "`id`.mov",
    'two "words" and spaces.mov',
    "[x][y]{z}*.mov",
    "back\\slash.mov",
    "clip.MOV",
    "no extension",
    "# comment & more=1?.mov",
    // Encoded under their own names below.
    ...NAMED.map(([name]) => name),
  ];

  const TWO_FRAMES = expect.objectContaining({ check: "frame_count", found: "2" });
  const CASES = first(NAMES.length - NAMED.length, NAMES).map(
    (name, index) => [name, inTurn(1, ["mov", "mxf"] as const, index)] as const,
  );
  test.each(CASES)("%j is encoded under the name its index gives", async (name, containers) => {
    const folder = temporaryFolder();
    copyFileSync(pictureClip("named.mov", { seconds: 0.08 }), join(folder, name));
    for (const container of containers) {
      const { clip } = await makeProxy(join(folder, name), {
        codec: "dnxhr_lb",
        container,
        output_name_template: "{index}",
      });
      expect(clip.verification).toContainEqual(TWO_FRAMES);
    }
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test.each(NAMED)("%j becomes %j", async (name, expected) => {
    const folder = temporaryFolder();
    const output_dir = join(folder, "out");
    mkdirSync(output_dir);
    copyFileSync(pictureClip("named.mov", { seconds: 0.08 }), join(folder, name));
    await makeProxy(join(folder, name), { output_dir, output_name_template: "{source_name}_proxy" });
    expect(readdirSync(output_dir)).toEqual([expected]);
  });

  test.each(["two\nlines.mov", "bell\u0007.mov", "back\\slash.mov", "up..down.mov"])(
    "%j is refused in a template of {source_name}",
    async (name) => {
      const folder = temporaryFolder();
      copyFileSync(pictureClip("named.mov", { seconds: 0.08 }), join(folder, name));
      const issues = await refusalOf(join(folder, name), { output_name_template: "{source_name}" });
      expect(issues).toMatchObject([
        { path: "$.output_name_template", code: "invalid_name", hint: expect.stringContaining("{index}") },
      ]);
    },
  );

  test("two lines are encoded under the name their index gives", async () => {
    const folder = temporaryFolder();
    const source = join(folder, "two\nlines.mov");
    copyFileSync(pictureClip("named.mov", { seconds: 0.08 }), source);
    const { clip } = await makeProxy(source, { output_name_template: "{index}" });
    expect(clip.verification).toContainEqual(TWO_FRAMES);
  });
});
