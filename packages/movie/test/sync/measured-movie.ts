import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Script } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { discoverTools, wavFile } from "@proxx/media";
import { createRandom } from "@proxx/testing";
import { createVoices } from "@proxx/voices";
import { createMixSound, createParts, generateAudioForScript, renderVideoForScript } from "../../src/index.ts";
import { shownSlide } from "../../src/video/shown-slide.ts";

const SAMPLE_RATE = 48_000;
const SIZE = { width: 320, height: 180 };
/** Of slides by turns, so that each change of them is seen. */
const GREYS = [60, 200] as const;

/** Makes a movie of about so many seconds, of recorded lines of all lengths and of plain slides. */
export async function makeMeasuredMovie(folder: string, seconds: number) {
  const tools = await discoverTools();
  const parts = createParts({ folder: join(folder, ".proxx") });
  const script = recordedScript(folder, seconds);
  const { narrations } = await generateAudioForScript(script, { folder, parts, voices: createVoices({ tools }) });
  const { path, files, checks } = await renderVideoForScript(script, {
    folder,
    parts,
    tools,
    fonts: createFonts(),
    spoken: narrations,
    slides: new Map(script.sections.map(({ id }, index) => [id, [plainSlide(GREYS[index % 2] ?? 0)]])),
    mixSound: createMixSound({ parts, tools }),
    colours: { background: "#808080", accent: "#5cc8ff", hairline: "#2b3746" },
    size: SIZE,
    frameRate: { numerator: 30_000, denominator: 1001 },
    subtitles: false,
  });
  return { path, subtitles: files["srt"] ?? "", checks, sections: script.sections.length };
}

/** Sections of three lines, each of which is one subtitle, a word a third of a second. */
function recordedScript(folder: string, seconds: number): Script {
  const random = createRandom(7);
  // A section is about eight seconds long.
  const sections = Array.from({ length: Math.round(seconds / 8) }, (_, section) => {
    const id = `s${section}`;
    const narrations = [0, 1, 2].map((line) => {
      const words = 3 + Math.floor(random() * 6);
      const audio = `${id}-${line}.wav`;
      writeFileSync(join(folder, audio), wavFile(noise(words / 3 + random() * 0.3, random), SAMPLE_RATE));
      return { id: `${id}-${line}`, text: `${"word ".repeat(words - 1)}end.`, audio };
    });
    return { id, title: `Section ${id}`, slide: { layout: "section" as const, title: id }, narrations };
  });
  return { title: "Measured", language: "en", sections };
}

function noise(seconds: number, random: () => number): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, () => (random() - 0.5) * 12_000);
}

function plainSlide(grey: number) {
  const pixels = new Uint8Array(SIZE.width * SIZE.height * 4).fill(grey);
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  const layer = { x: 0, y: 0, ...SIZE, build: 0, enter: "none" as const, pixels };
  // Of other layouts by turns: two of the same layout change at once.
  return shownSlide({ slide: { layout: "statement", text: String(grey) }, layers: [layer] });
}
