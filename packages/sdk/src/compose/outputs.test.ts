import { describe, expect, expectTypeOf, it } from "vitest";
import {
  addSubtitles,
  compose,
  generateVideo,
  merge,
  outputs,
  reframe,
  transcribe,
  type Outputs,
  type Pipeline,
} from "../index.ts";
import { writePlanOnBase } from "./write-plan.ts";

const scene = generateVideo({ prompt: "Scene" });
const other = generateVideo({ prompt: "Other" });
const film = compose(scene, other, merge());
const wide = reframe({ aspectRatio: "16:9" });
const tall = reframe({ aspectRatio: "9:16" });

function written(pipeline: Pipeline): unknown {
  const { jobs, outputs: named } = pipeline.toJSON();
  return [jobs.map(({ id, type, dependsOn = [] }) => `${id} ${type}(${dependsOn.join(", ")})`), named];
}

describe("outputs", () => {
  it("each take what stands before them, which is one job", () => {
    expect(written(compose(film, outputs({ wide, tall })))).toEqual([
      ["job1 generate()", "job2 generate()", "job3 merge(job1, job2)", "job4 reframe(job3)", "job5 reframe(job3)"],
      { wide: "$job4", tall: "$job5" },
    ]);
  });

  it("may be pipelines, share steps, and be what stands before itself", () => {
    const titled = compose(tall, addSubtitles({ text: "Hello" }));
    expect(written(compose(film, outputs({ film, tall, titled })))).toEqual([
      ["job1 generate()", "job2 generate()", "job3 merge(job1, job2)", "job4 reframe(job3)", "job5 addSubtitles(job4)"],
      { film: "$job3", tall: "$job4", titled: "$job5" },
    ]);
  });

  it("may be words, and stand alone", () => {
    expect(written(compose(outputs({ words: compose(scene, transcribe()) })))).toEqual([
      ["job1 generate()", "job2 transcribe(job1)"],
      { words: "$job2" },
    ]);
  });

  it("are those of what is left where the execution builds on another", async () => {
    const planOf = async () => film.toJSON();
    const plan = await writePlanOnBase(compose(film, outputs({ wide, tall })), "exec_1", planOf);
    expect(plan).toMatchObject({
      jobs: [{ type: "reframe" }, { type: "reframe" }],
      outputs: { wide: "$job1", tall: "$job2" },
      baseExecutionId: "exec_1",
    });
    // What the base has made is not this execution's to give a name to.
    const whole = await writePlanOnBase(compose(film, outputs({ film, tall })), "exec_1", planOf);
    expect(whole).toMatchObject({ jobs: { length: 4 }, outputs: { film: "$job3", tall: "$job4" } });
  });

  it.each<[string, () => unknown, RegExp]>([
    ["not last", () => compose(film, outputs({ wide }), tall), /^Expected `outputs` to stand last in `compose`$/],
    ["within", () => compose(compose(film, outputs({ wide })), tall), /at the end of the whole composition$/],
    ["in a parameter", () => compose(merge([compose(film, outputs({ wide }))])), /end of the whole/],
    ["none", () => outputs({}), /at least one output, got none$/],
    ["a list", () => Reflect.apply(outputs, null, [[wide]]), /an object of nodes or pipelines, got an array$/],
    [
      "a text",
      () => Reflect.apply(outputs, null, [{ wide: "a.mp4" }]),
      /^Expected `outputs.wide` to be a node or a pipeline/,
    ],
    [
      "several ends of one",
      () => compose(outputs({ both: compose(scene, other) })),
      /that is the output `both` to have one output/,
    ],
  ])("are refused: %s", (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it("make what the last of them makes", () => {
    expect(compose(film, outputs({ wide, tall })).yields).toBe("video");
    expectTypeOf(compose(film, outputs({ wide, tall }))).toEqualTypeOf<Pipeline<"video", "wide" | "tall">>();
    expectTypeOf(outputs({ words: transcribe() })).toEqualTypeOf<Outputs<"transcript", "words">>();
  });

  it("are known to another copy of this package", () => {
    expect(Reflect.get(outputs({ wide }), Symbol.for("proxx.outputs"))).toBe(true);
  });
});
