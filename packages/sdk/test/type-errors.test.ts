import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@proxx/sdk";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const CACHE = join(ROOT, "node_modules/.cache/proxx-docs");
const IMPORTS = `import { ${Object.keys(sdk).join(", ")} } from "@proxx/sdk";`;

/** What somebody writes, and what the compiler begins with in its answer. */
const MISTAKES: readonly (readonly [what: string, written: string, says: string])[] = [
  [
    "a speech model for a film",
    'generateVideo({ model: elevenlabs("eleven_v3"), prompt: "x" })',
    `Type 'SpeechModel & Named<"elevenlabs", "eleven_v3">' is not assignable to type 'VideoModel | undefined'.`,
  ],
  [
    "a film's model for speech",
    'generateAudio({ model: replicate("bytedance/seedance-1-pro"), text: "x" })',
    `Type 'VideoModel & Named<"replicate", "bytedance/seedance-1-pro">' is not assignable to type 'SpeechModel | undefined'.`,
  ],
  [
    "a speech model that is to listen",
    'transcribe({ model: openai("tts-1") })',
    `Type 'SpeechModel & Named<"openai", "tts-1">' is not assignable to type 'TranscriptionModel | undefined'.`,
  ],
  [
    "a model for something else, where no options go with it",
    'removeBackground({ model: fal("veed/fabric-1.0") })',
    `Type 'LipSyncModel & VideoModel & Named<"fal", "veed/fabric-1.0">' is not assignable to type 'BackgroundRemovalModel | undefined'.`,
  ],
  [
    "the name of a model alone",
    'generateVideo({ model: "bytedance/seedance-1-pro", prompt: "x" })',
    "Type 'string' is not assignable to type 'VideoModel'.",
  ],
  [
    "an option that a model does not have",
    'replicate("bytedance/seedance-1-pro", { camera_fixd: true })',
    "Object literal may only specify known properties, but 'camera_fixd' does not exist in type 'KnownOptions<",
  ],
  [
    "an option beside the model",
    'generateVideo({ model: fal("fal-ai/veo3"), prompt: "x", options: { autofix: true } })',
    "Object literal may only specify known properties, but 'autofix' does not exist in type 'OptionsOf<",
  ],
  ["an option of what has none", 'local("animatic", { steps: 4 })', "Type 'number' is not assignable to type 'never'."],
  [
    "no shape",
    'reframe({ aspectRatio: "16x9" })',
    `Type '"16x9"' is not assignable to type '\`\${number}:\${number}\`'.`,
  ],
  ["no codec", 'transcode({ codec: "h266" })', `Type '"h266"' is not assignable to type '"av1" | "dnxhd" | "dnxhr" |`],
  [
    "no size",
    'transcode({ resolution: "third" })',
    `Type '"third"' is not assignable to type '"half" | "quarter" | "same" | \`\${number}x\${number}\` | undefined'.`,
  ],
  [
    "no transition",
    'merge([media("a.mp4")], { transition: "star-wipe" })',
    `Type '"star-wipe"' is not assignable to type '"crossfade" | "cut" | "dissolve" | "fade" |`,
  ],
  [
    "no transition, among the parameters",
    'merge({ transition: "star-wipe" })',
    `Argument of type '{ transition: "star-wipe"; }' is not assignable to parameter of type 'MergeParams | readonly MergeItem[] | undefined'.`,
  ],
  [
    "clips that are no list",
    'merge(media("a.mp4"), media("b.mp4"))',
    `Argument of type 'Node<"media">' is not assignable to parameter of type 'MergeParams | readonly MergeItem[] | undefined'.`,
  ],
  ["words among clips", "merge([transcribe()])", `Type 'Node<"transcript">' is not assignable to type 'MergeItem'.`],
  ["no style", 'captions({ style: { preset: "tictok" } })', `Type '"tictok"' is not assignable to type`],
  [
    "a parameter that is misspelt",
    'generateVideo({ promt: "x" })',
    "Object literal may only specify known properties, but 'promt' does not exist in type 'GenerateVideoParams<VideoModel>'. Did you mean to write 'prompt'?",
  ],
  [
    "a text for the parameters",
    'generateVideo("A sunset")',
    "Argument of type 'string' is not assignable to parameter of type 'GenerateVideoParams<VideoModel>'.",
  ],
  [
    "a file by its name in a composition",
    'compose("a.mp4")',
    "Argument of type 'string' is not assignable to parameter of type 'NodeOrPipeline'.",
  ],
  [
    "a list in a composition",
    'compose([media("a.mp4")])',
    `Argument of type 'Node<"media">[]' is not assignable to parameter of type 'NodeOrPipeline'.`,
  ],
  [
    "an option of `execute`",
    'compose(media("a.mp4")).execute({ webhookURL: "x" })',
    "Object literal may only specify known properties, but 'webhookURL' does not exist in type 'ExecuteOptions'. Did you mean to write 'webhookUrl'?",
  ],
  [
    "an end that was not asked for",
    'compose(media("a.mp4"), outputs({ wide: reframe() })).execute().then(({ results }) => results.tall)',
    `Property 'tall' does not exist on type 'Readonly<Partial<Record<"wide", Video | null>>>'.`,
  ],
];

let said: Map<string, string[]>;

beforeAll(() => {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "errors-"));
  for (const [index, [, written]] of MISTAKES.entries()) {
    writeFileSync(
      join(folder, `mistake-${index}.ts`),
      `${IMPORTS}\nconst program = () => ${written};\nexport { program };\n`,
    );
  }
  const extended = join(ROOT, "tsconfig.base.json");
  const include = ["*.ts", join(ROOT, "packages/*/src/**/*.d.ts")];
  const config = { extends: extended, compilerOptions: { noEmit: true, skipLibCheck: true }, include };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  const { stdout } = spawnSync(tsc, ["-p", folder, "--pretty", "false"], { encoding: "utf8", cwd: folder });
  said = errorsByFile(stdout);
  rmSync(folder, { recursive: true, force: true });
});

describe("the compiler says in a few lines", () => {
  it.each(MISTAKES.map(([what, , says], index) => ({ what, says, file: `mistake-${index}.ts` })))(
    "$what",
    ({ says, file }) => {
      const [error = "", ...others] = said.get(file) ?? [];
      expect(others).toEqual([]);
      expect(error.slice(0, says.length)).toBe(says);
      const lines = error.split("\n");
      expect(lines[0]?.length).toBeLessThanOrEqual(280);
      expect(lines.length).toBeLessThanOrEqual(5);
    },
  );
});

/** Each error with its lines of explanation. */
function errorsByFile(output: string): Map<string, string[]> {
  const errors = new Map<string, string[]>();
  let last: string[] = [];
  for (const line of output.trimEnd().split("\n")) {
    const [, file = "", message = ""] = /^(mistake-\d+\.ts)\(\d+,\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    if (file === "") last[last.length - 1] += `\n${line}`;
    else {
      last = errors.get(file) ?? [];
      errors.set(file, last);
      last.push(message);
    }
  }
  return errors;
}
