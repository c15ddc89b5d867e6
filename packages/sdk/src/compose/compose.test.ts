import type { JobNode } from "@proxx/contract";
import { describe, expect, it } from "vitest";
import {
  addSubtitles,
  captions,
  compose,
  executePlan,
  fal,
  generateAudio,
  generateImage,
  generateVideo,
  layers,
  lipSync,
  media,
  merge,
  overlayAudio,
  reframe,
  removeBackground,
  replicate,
  transcode,
  transcribe,
  type Pipeline,
} from "../index.ts";
import { writePlanOnBase } from "./write-plan.ts";

const scene1 = generateVideo({ prompt: "Scene 1", duration: 3 });
const scene2 = generateVideo({ prompt: "Scene 2", duration: 3 });

/** The jobs in a line each: `job3 merge(job1 job2) {"transition":"cut"}`. */
function lines(pipeline: Pipeline): string[] {
  return pipeline.toJSON().jobs.map(line);
}

function line({ id, type, params, dependsOn = [] }: JobNode): string {
  const said = Object.keys(params).length === 0 ? "" : ` ${JSON.stringify(params)}`;
  return `${id} ${type}(${dependsOn.join(" ")})${said}`;
}

describe("a composition", () => {
  it("is a plan as the guide shows it", () => {
    const demo = compose(scene1, scene2, merge({ transition: "crossfade" }), reframe({ aspectRatio: "9:16" }));
    expect(JSON.parse(JSON.stringify(demo))).toEqual({
      jobs: [
        { id: "job1", type: "generate", params: { prompt: "Scene 1", duration: 3 }, output: "$job1" },
        { id: "job2", type: "generate", params: { prompt: "Scene 2", duration: 3 }, output: "$job2" },
        {
          id: "job3",
          type: "merge",
          params: { transition: "crossfade" },
          dependsOn: ["job1", "job2"],
          output: "$job3",
        },
        { id: "job4", type: "reframe", params: { aspectRatio: "9:16" }, dependsOn: ["job3"], output: "$job4" },
      ],
    });
  });

  it("makes what is used twice once, and names it where it is taken twice", () => {
    expect(lines(compose(scene1, scene1, merge()))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 merge(job1) {"items":["$job1","$job1"]}',
    ]);
    expect(lines(compose(scene1, reframe({ video: scene1, width: 640 }), merge()))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 reframe() {"video":"$job1","width":640}',
      "job3 merge(job1 job2)",
    ]);
  });

  it("names what it takes from before where a parameter names that too", () => {
    expect(lines(compose(scene1, lipSync({ audio: scene1 as never })))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 lipSync(job1) {"audio":"$job1","video":"$job1"}',
    ]);
    const voice = generateAudio({ text: "Hi" });
    expect(lines(compose(scene1, voice, lipSync({ audio: voice })))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 generateAudio() {"text":"Hi"}',
      'job3 lipSync(job1 job2) {"audio":"$job2","video":"$job1"}',
    ]);
  });

  it("makes the same node again where it takes something else", () => {
    const tall = reframe({ aspectRatio: "9:16" });
    expect(lines(compose(compose(scene1, tall), compose(scene2, tall), merge()))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 reframe(job1) {"aspectRatio":"9:16"}',
      'job3 generate() {"prompt":"Scene 2","duration":3}',
      'job4 reframe(job3) {"aspectRatio":"9:16"}',
      "job5 merge(job2 job4)",
    ]);
  });

  it("has a transcript stand beside what it was made from", () => {
    expect(lines(compose(media("talk.mp4"), transcribe(), captions({ style: "tiktok" })))).toEqual([
      'job1 media() {"url":"talk.mp4"}',
      "job2 transcribe(job1)",
      'job3 captions(job1 job2) {"style":"tiktok"}',
    ]);
  });

  it("gives a nested pipeline what stands before it, if it wants that", () => {
    const finish = compose(reframe({ aspectRatio: "1:1" }), addSubtitles({ text: "Hello" }));
    expect(lines(compose(scene1, finish))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 reframe(job1) {"aspectRatio":"1:1"}',
      'job3 addSubtitles(job2) {"text":"Hello"}',
    ]);
    expect(lines(compose(scene1, compose(scene2, reframe({ aspectRatio: "1:1" })), merge()))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 generate() {"prompt":"Scene 2","duration":3}',
      'job3 reframe(job2) {"aspectRatio":"1:1"}',
      "job4 merge(job1 job3)",
    ]);
    expect(lines(compose(scene1, compose(compose(compose(transcribe()))), captions()))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      "job2 transcribe(job1)",
      "job3 captions(job1 job2)",
    ]);
  });

  it("makes a job of a node in any parameter, before the step it stands in", () => {
    const portrait = generateImage({
      prompt: "A woman",
      options: { like: [{ url: generateImage({ prompt: "Light" }) }] },
    });
    const talk = generateVideo({ prompt: "She speaks", startImage: portrait });
    const film = merge([{ media: talk, start: 1 }, compose(scene1, scene2, merge())], { transition: "fade" });
    expect(lines(compose(lipSync({ video: film, audio: generateAudio({ text: "Hi" }) })))).toEqual([
      'job1 generateImage() {"prompt":"Light"}',
      'job2 generateImage() {"prompt":"A woman","options":{"like":[{"url":"$job1"}]}}',
      'job3 generate() {"prompt":"She speaks","startImage":"$job2"}',
      'job4 generate() {"prompt":"Scene 1","duration":3}',
      'job5 generate() {"prompt":"Scene 2","duration":3}',
      "job6 merge(job4 job5)",
      'job7 merge() {"items":[{"media":"$job3","start":1},"$job6"],"transition":"fade"}',
      'job8 generateAudio() {"text":"Hi"}',
      'job9 lipSync() {"video":"$job7","audio":"$job8"}',
    ]);
  });

  it("gives a node in a parameter what the step itself would take", () => {
    expect(lines(compose(scene1, captions({ captions: transcribe({ language: "en" }) })))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 transcribe(job1) {"language":"en"}',
      'job3 captions(job1) {"captions":"$job2"}',
    ]);
  });

  it("writes media in a parameter as the string it is, and as a job in a list or a model's own options", () => {
    expect(lines(compose(merge([media("a.mp4"), { media: media("$b.mp4") }])))).toEqual([
      'job1 merge() {"items":["a.mp4",{"media":"$$b.mp4"}]}',
    ]);
    expect(lines(compose(generateVideo({ prompt: "x", options: { reference: media("a.png") } })))).toEqual([
      'job1 media() {"url":"a.png"}',
      'job2 generate() {"prompt":"x","options":{"reference":"$job1"}}',
    ]);
  });

  it("quotes what looks like a reference and is none", () => {
    const pipeline = compose(
      generateVideo({ prompt: "$job1", model: fal("some/model", { currency: "$", deep: ["$$"] }) }),
      addSubtitles({ captions: [{ text: "$5", start: 0, end: 1 }] }),
    );
    expect(pipeline.toJSON().jobs.map(({ params }) => params)).toEqual([
      { prompt: "$$job1", model: { provider: "fal", model: "some/model", options: { currency: "$$", deep: ["$$$"] } } },
      { captions: [{ text: "$$5", start: 0, end: 1 }] },
    ]);
  });

  it("knows each operation by its name in plans", () => {
    const pipeline = compose(
      layers(["a.mp4", { media: removeBackground({ video: "b.mp4" }), placement: "pip" }]),
      overlayAudio({ audio: "music.mp3", ducking: true }),
      transcode({ codec: "prores_proxy", container: "mov" }),
    );
    expect(lines(pipeline)).toEqual([
      'job1 removeBackground() {"video":"b.mp4"}',
      'job2 layers() {"items":["a.mp4",{"media":"$job1","placement":"pip"}]}',
      'job3 overlayAudio(job2) {"audio":"music.mp3","ducking":true}',
      'job4 transcode(job3) {"codec":"prores_proxy","container":"mov"}',
    ]);
  });

  it("never changes, whatever happens to what it was made of", () => {
    const items = ["a.mp4"];
    const params = { items, transition: "cut" as "cut" | "fade" };
    const node = merge(params);
    const pipeline = compose(node);
    items.push("b.mp4");
    params.transition = "fade";
    pipeline.toJSON().jobs.pop();
    expect(lines(pipeline)).toEqual(['job1 merge() {"items":["a.mp4"],"transition":"cut"}']);
    expect(() => Object.assign(node, { type: "layers" })).toThrow(TypeError);
    expect(() => Object.assign(node.params, { transition: "fade" })).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.push, pipeline.getOperations(), [scene1])).toThrow(TypeError);
  });

  it("leaves out what is undefined", () => {
    expect(lines(compose(scene1, reframe({ video: undefined, aspectRatio: "1:1" })))).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 reframe(job1) {"aspectRatio":"1:1"}',
    ]);
  });

  it("goes as deep as a plan can", () => {
    let film = compose(scene1);
    for (let depth = 0; depth < 400; depth++) film = compose(merge([film, scene2]));
    expect(film.toJSON().jobs).toHaveLength(402);
  });

  it("tells what it was made of", () => {
    const inner = compose(scene1);
    expect(compose(inner, merge()).getOperations()[0]).toBe(inner);
  });
});

describe("a mistake", () => {
  const promise = Promise.resolve(scene1);
  const cyclic: Record<string, unknown> = { prompt: "x" };
  cyclic["options"] = { deep: [cyclic] };

  it.each<[string, () => unknown, RegExp]>([
    ["nothing to compose", () => compose(), /^Expected `compose` to be given at least one node, got none$/],
    [
      "a Promise",
      () => compose(scene1, promise as never),
      /^Expected argument 2 of `compose` .* a Promise \(`await` it first\)/,
    ],
    ["a builder", () => compose(merge as never), /got a function \(call it: `merge\(\)`\)/],
    ["a path", () => compose("a.mp4" as never), /"a\.mp4" \(for a file or a URL write `media\("…"\)`\)/],
    ["a list", () => compose([scene1] as never), /got an array \(spread it/],
    ["nothing where something was", () => compose(undefined as never), /got undefined/],
    ["a Promise in a parameter", () => merge([promise as never]), /`merge\.items\[0\]` .* a Promise/],
    [
      "a text for parameters",
      () => generateVideo("A sunset" as never),
      /the parameters of `generateVideo` to be an object/,
    ],
    ["null for parameters", () => reframe(null as never), /the parameters of `reframe` to be an object, got null/],
    [
      "a date",
      () => generateVideo({ prompt: new Date() as never }),
      /`generateVideo\.prompt` .* an object of class Date/,
    ],
    ["NaN", () => generateVideo({ prompt: "x", duration: Number.NaN }), /`generateVideo\.duration` .* `NaN`/],
    ["undefined in a list", () => merge([undefined as never]), /`merge\.items\[0\]` .* undefined/],
    [
      "half a character",
      () => generateVideo({ prompt: "\uD83C" }),
      /`generateVideo\.prompt` to be well-formed Unicode/,
    ],
    ["parameters that contain themselves", () => generateVideo(cyclic as never), /not to contain itself/],
    ["an empty list", () => merge([]), /the list given to `merge` not to be empty/],
    ["items twice", () => merge([scene1], { items: [] } as never), /the items of `merge` once/],
    ["no path", () => media(new URL("https://a.example/") as never), /`media` to be given a URL or a path as a string/],
    ["no name of a model", () => replicate(""), /the name of a model of replicate/],
    [
      "two outputs for one parameter",
      () => compose(reframe({ video: compose(scene1, scene2) })),
      /the parameter `video` to have one output/,
    ],
    [
      "the same twice for what takes one",
      () => compose(scene1, scene1, reframe({ width: 640 })),
      /outputs that differ/,
    ],
    ["no function", () => compose(scene1).onProgress(1 as never), /`onProgress` to be a function, got `1`/],
  ])("is a TypeError that says what was expected: %s", (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it("in a plan is one too", async () => {
    await expect(executePlan([] as never)).rejects.toThrow(TypeError);
  });
});

describe("a plan on a base", () => {
  const demo = compose(scene1, scene2, merge({ transition: "crossfade" }));
  const onDemo = async (pipeline: Pipeline, base = demo.toJSON()) => {
    const plan = await writePlanOnBase(pipeline, "exec_1", () => Promise.resolve(base));
    expect(plan.baseExecutionId).toBe("exec_1");
    return plan.jobs.map(line);
  };

  it("has only what comes after it", async () => {
    expect(await onDemo(compose(demo, lipSync({ audioUrl: "fr.mp3" }), addSubtitles({ language: "fr" })))).toEqual([
      'job1 lipSync() {"audioUrl":"fr.mp3"}',
      'job2 addSubtitles(job1) {"language":"fr"}',
    ]);
  });

  it("names the base where it is not the only one that is taken", async () => {
    expect(await onDemo(compose(demo, media("end.mp4"), merge()))).toEqual([
      'job1 media() {"url":"end.mp4"}',
      'job2 merge(job1) {"items":["$base","$job1"]}',
    ]);
    expect(await onDemo(compose(demo, generateAudio({ text: "Oui" }), lipSync()))).toEqual([
      'job1 generateAudio() {"text":"Oui"}',
      'job2 lipSync(job1) {"video":"$base","audio":"$job1"}',
    ]);
    const voice = generateAudio({ text: "Oui" });
    expect(await onDemo(compose(demo, voice, lipSync({ audio: voice })))).toEqual([
      'job1 generateAudio() {"text":"Oui"}',
      'job2 lipSync(job1) {"audio":"$job1","video":"$base"}',
    ]);
    expect(await onDemo(compose(demo, demo, merge({ fit: "crop" })))).toEqual([
      'job1 merge() {"fit":"crop","items":["$base","$base"]}',
    ]);
    expect(await onDemo(compose(demo, lipSync({ audio: demo as never })))).toEqual([
      'job1 lipSync() {"audio":"$base","video":"$base"}',
    ]);
    expect(await onDemo(compose(demo, merge([demo, "end.mp4"])))).toEqual([
      'job1 merge() {"items":["$base","end.mp4"]}',
    ]);
  });

  it("gives a file that may be of any kind the place that is left, as the engine does", async () => {
    const base = compose(media("voice.wav"));
    expect(await onDemo(compose(base, scene1, lipSync()), base.toJSON())).toEqual([
      'job1 generate() {"prompt":"Scene 1","duration":3}',
      'job2 lipSync(job1) {"video":"$job1","audio":"$base"}',
    ]);
  });

  it("knows the base also after its plan has been through other hands", async () => {
    const jobs = demo.toJSON().jobs.map(({ id, type, params, dependsOn = [] }) => ({ id, type, params, dependsOn }));
    expect(await onDemo(compose(demo, reframe({ width: 640 })), { jobs })).toEqual(['job1 reframe() {"width":640}']);
  });

  it("knows the base further inside", async () => {
    const wide = compose(demo, reframe({ width: 640 }));
    expect(await onDemo(compose(wide, addSubtitles()))).toEqual([
      'job1 reframe() {"width":640}',
      "job2 addSubtitles(job1)",
    ]);
  });

  it.each<[string, Pipeline]>([
    ["what it begins with is another", compose(compose(scene1, scene2, merge()), reframe({ width: 640 }))],
    [
      "it does not begin with a pipeline",
      compose(scene1, scene2, merge({ transition: "crossfade" }), reframe({ width: 640 })),
    ],
    ["more than its output is used", compose(demo, merge([scene1, "end.mp4"]))],
    ["nothing would be left", demo],
    ["nothing would be left of it", compose(demo)],
  ])("is whole where %s", async (_, pipeline) => {
    expect(await onDemo(pipeline)).toEqual(lines(pipeline));
  });

  it("is whole where the base has several outputs, or ends in words", async () => {
    for (const base of [compose(scene1, scene2), compose(scene1, transcribe())]) {
      const pipeline = compose(base, captions());
      // oxlint-disable-next-line no-await-in-loop -- two
      expect(await onDemo(pipeline, base.toJSON())).toEqual(lines(pipeline));
    }
  });
});
