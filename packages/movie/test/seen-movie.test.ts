import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkScript, type Script } from "@proxx/contract";
import { createFonts, renderNode } from "@proxx/drawing";
import { discoverTools, runTool, wavFile } from "@proxx/media";
import { decodePixels, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createParts, generateSlidesForScript, renderVideoForScript, type SpokenFile } from "../src/index.ts";

const tools = await discoverTools();
const fonts = createFonts();
const size = { width: 480, height: 270 };
const RATE = 30;

const plain = (colour: string) =>
  renderNode(
    fonts,
    [
      {
        type: "container",
        style: { position: "absolute", left: 0, top: 0, width: 200, height: 200, backgroundColor: colour },
      },
    ],
    {
      width: 200,
      height: 200,
      format: "png",
    },
  );

/** A second of red, a second of blue. */
async function writeFilm(path: string): Promise<void> {
  const part = (colour: string) => ["-f", "lavfi", "-i", `color=${colour}:s=320x240:r=25:d=1`];
  const joined = ["-filter_complex", "[0][1]concat=n=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"];
  const args = ["-v", "error", "-y", ...part("red"), ...part("blue"), ...joined, path];
  expect((await runTool({ command: tools.ffmpeg, args })).exitCode).toBe(0);
}

function speak(folder: string, id: string, mouth: number[]): SpokenFile {
  const path = join(folder, `${id}.wav`);
  writeFileSync(path, wavFile(new Int16Array(3 * 48_000), 48_000));
  return { id, path, seconds: 3, words: [{ from: 0, to: 4, start: 0.1, end: 2.9 }], mouth };
}

test("sections stand on pictures and films that are darkened, under the brand's logo, and faces that were drawn open their mouths", async () => {
  const folder = temporaryFolder();
  const write = (name: string, data: Uint8Array) => writeFileSync(join(folder, name), data);
  write("white.png", await plain("#ffffff"));
  write("shut.png", await plain("#c00000"));
  write("open.png", await plain("#00c000"));
  write("logo.png", await plain("#ff8000"));
  await writeFilm(join(folder, "film.mp4"));
  const slide = { layout: "statement", text: "Seen" } as const;
  const { script } = checkScript({
    title: "Seen",
    personas: [{ id: "ada", name: "Ada", avatar: { closed: "shut.png", open: "open.png" } }],
    sections: [
      {
        id: "still",
        title: "Still",
        slide,
        background: { type: "image", path: "white.png" },
        narrations: [line("n1")],
      },
      { id: "film", title: "Film", slide, background: { type: "video", path: "film.mp4" }, narrations: [line("n2")] },
      { id: "gone", title: "Gone", slide, background: { type: "video", path: "gone.mp4" }, seconds: 2 },
    ],
  }) as { script: Script };
  const parts = createParts({ folder: join(folder, ".proxx") });
  const logo = { path: join(folder, "logo.png"), onDark: join(folder, "logo.png") };
  const made = await generateSlidesForScript(script, { folder, parts, size, fonts, logo, tools: discoverTools });
  expect(made.degradations).toMatchObject([
    {
      code: "picture_left_out",
      message: expect.stringContaining("“Gone” (gone) is shown without its background") as string,
    },
  ]);
  const { path, times, degradations } = await renderVideoForScript(script, {
    ...{
      folder,
      parts,
      tools,
      fonts,
      size,
      slides: made.slides,
      colours: made.colours,
      subtitles: false,
      transition: "none",
    },
    // Loud for a second, then silent.
    spoken: [
      speak(
        folder,
        "n1",
        Array.from({ length: 150 }, (_, at) => (at < 50 ? 0.9 : 0)),
      ),
      speak(folder, "n2", []),
    ],
    mixSound: (_, samples) => {
      const mixed = join(folder, "mix.wav");
      writeFileSync(mixed, wavFile(new Int16Array(samples), 48_000));
      const make = () => Promise.resolve({ path: mixed, promised: null });
      return Promise.resolve({ ingredients: samples, make });
    },
  });
  expect(degradations).toEqual([]);

  const frames = decodePixels(path);
  const colourAt = (frame: number, x: number, y: number) => {
    const at = ((frame * size.height + y) * size.width + x) * 3;
    return [...frames.subarray(at, at + 3)];
  };
  const [still, film, gone] = times.sections.map(({ from }) => from);
  if (still === undefined || film === undefined || gone === undefined) throw new Error("Sections are missing");
  // White under so much black that words can be read on it; of a film nobody knows.
  near(colourAt(still + 40, 20, 20), [43, 43, 43]);
  near(colourAt(film + 10, 20, 20), [51, 0, 0]);
  near(colourAt(film + RATE + 10, 20, 20), [0, 0, 51]);
  near(colourAt(film + 2 * RATE + 10, 20, 20), [51, 0, 0]);
  near(colourAt(gone + 20, 20, 20), [251, 251, 248]);
  // 48 of 1080 lines high, where titles begin.
  for (const frame of [still + 40, film + 10, gone + 20]) near(colourAt(frame, 444, 28), [255, 128, 0]);
  const spokenFrom = times.sections[0]?.lines[0]?.from ?? 0;
  near(colourAt(spokenFrom + 15, 30, 240), [0, 192, 0]);
  near(colourAt(spokenFrom + 60, 30, 240), [192, 0, 0]);
});

function line(id: string) {
  return { id, text: "Said", persona_id: "ada" };
}

function near(found: number[], wanted: number[]): void {
  for (const [channel, value] of found.entries()) expect(Math.abs(value - (wanted[channel] ?? 0))).toBeLessThan(8);
}
