import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderNode, type Fonts } from "@proxx/drawing";
import { discoverTools, runTool, wavFile } from "@proxx/media";

/** A script with one of everything, in which there is nothing to find. Each call gives another one, to plant faults in. */
export function goodScript() {
  return structuredClone(GOOD);
}

/** The same with a line that was recorded: how long it is has to be asked of its file. */
export function goodRecordedScript() {
  const script = goodScript();
  Object.assign(script.sections[4]?.narrations[0] ?? {}, { audio: "take.wav" });
  return script;
}

export type GoodScript = ReturnType<typeof goodScript>;

/** The same in Japanese, smaller. */
export function goodJapaneseScript() {
  return structuredClone(JAPANESE);
}

const line = (text: string, more: Partial<Line> = {}): Line => ({ text, ...more });

interface Line {
  text: string;
  reading?: string;
  persona_id?: string;
  voice?: unknown;
  audio?: string;
  item?: number;
  pause_after_seconds?: number;
  source?: { source: number; start: number; end: number };
}

interface Section {
  title: string;
  slide?: Record<string, unknown>;
  source_image_url?: string;
  image_credit?: string;
  background?: { type: string; path: string };
  seconds?: number;
  narrations: Line[];
}

interface Written {
  title: string;
  language: string;
  sources?: { path: string }[];
  personas?: { id: string; name: string; voice?: unknown; avatar?: string }[];
  pronunciations?: { word: string; reading: string; language?: string }[];
  sections: Section[];
}

const GOOD: Written = {
  title: "How a canal lock works",
  language: "en",
  sources: [{ path: "article.txt" }],
  personas: [
    { id: "mio", name: "Mio", avatar: "mio.png" },
    { id: "ken", name: "Ken" },
  ],
  pronunciations: [{ word: "Quay", reading: "key" }],
  sections: [
    {
      title: "How a canal lock works",
      slide: { layout: "title", title: "How a canal lock works", subtitle: "Water lifts a ship" },
      narrations: [
        line("How does a ship climb a hill, when water never does?", { persona_id: "mio" }),
        line("It waits in a chamber at the quay, and the water comes to it.", {
          persona_id: "ken",
          source: { source: 0, start: 0, end: 40 },
        }),
      ],
    },
    {
      title: "Three steps",
      slide: {
        layout: "bullets",
        title: "Three steps",
        items: ["Close the lower gate", "Let water in", "Open the upper gate"],
      },
      background: { type: "image", path: "canal.png" },
      narrations: [
        line("The lower gate is closed behind the ship.", { item: 1 }),
        line("Then water is let in from above until both sides are level.", { item: 2 }),
        line("At last the upper gate is opened, and the ship goes on.", { item: 3 }),
      ],
    },
    {
      title: "Three large locks",
      slide: {
        layout: "table",
        title: "Three large locks",
        columns: ["Lock", "Length"],
        rows: [
          ["Kieldrecht", "500 m"],
          ["Panama", "427 m"],
          ["Berendrecht", "500 m"],
        ],
        highlight: 1,
      },
      narrations: [line("The largest of them all could hold four hundred lorries in a single row.", { item: 1 })],
    },
    {
      title: "Most of the time is waiting",
      slide: {
        layout: "bar-chart",
        title: "Most of the time is waiting",
        unit: "min",
        bars: [
          { label: "Waiting", value: 22 },
          { label: "Filling", value: 12 },
          { label: "Sailing", value: 6 },
        ],
        highlight: 1,
      },
      narrations: [line("Filling the chamber takes twelve minutes, and waiting for it almost twice as long.")],
    },
    {
      title: "The rule in code",
      slide: {
        layout: "code",
        title: "The rule in code",
        code: "function mayOpen(gate) {\n  return level(above) === level(below);\n}",
        language: "js",
        focus: [[2, 2]],
      },
      narrations: [line("No gate may be opened before the water is level on both of its sides.")],
    },
    {
      title: "A lock at dusk",
      slide: { layout: "image", title: "A lock at dusk", image: "lock.png", credit: "Ada Pike" },
      narrations: [line("So a ship climbs a hill without an engine, for water does all of the work.")],
    },
  ],
};

const JAPANESE: Written = {
  title: "水門のしくみ",
  language: "ja",
  pronunciations: [{ word: "閘門", reading: "こうもん" }],
  sections: [
    {
      title: "水門のしくみ",
      slide: { layout: "title", title: "水門のしくみ" },
      narrations: [
        line("船はどうやって山をのぼるのでしょうか。"),
        line("閘門という部屋の中で、水が上がるのを待つのです。", {
          reading: "こうもんというへやのなかで、みずがあがるのをまつのです。",
        }),
      ],
    },
  ],
};

/** The files that the scripts name, and some that are not as they should be. */
export async function writeGoodFiles(folder: string, fonts: Fonts): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const picture = (width: number, height: number) => renderNode(fonts, [], { width, height, format: "png" });
  const write = (name: string, data: string | Uint8Array) => writeFileSync(join(folder, name), data);
  write("article.txt", "A ship climbs a hill in a lock. It waits in a chamber, and the water comes to it.");
  write("mio.png", await picture(256, 256));
  write("canal.png", await picture(1280, 720));
  write("lock.png", await picture(1600, 900));
  const { ffmpeg } = await discoverTools();
  const long = ["-f", "lavfi", "-i", "color=gray:s=16x16:r=1:d=70", "-c:v", "mpeg4", join(folder, "long.avi")];
  await runTool({ command: ffmpeg, args: ["-v", "error", "-y", ...long] });
  write("dark.svg", DARK_LOGO);
  write("small.png", await picture(60, 40));
  write("stripe.png", await picture(1600, 200));
  write("broken.png", (await picture(640, 480)).subarray(0, 60));
  write("empty.png", "");
  write("take.wav", wavFile(tone(5 * 48_000), 48_000));
  write("music.wav", wavFile(tone(48_000), 48_000));
  write("noise.wav", "this is no sound");
}

const DARK_LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100" fill="#10202a"/></svg>`;

function tone(samples: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) => 6000 * Math.sin(index / 30));
}
