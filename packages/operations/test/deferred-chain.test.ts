import { askFfprobe, everydayClip, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createReframe } from "../src/reframe/reframe.ts";
import { resources, runOperation } from "./run-operation.ts";

const reframe = createReframe(resources);

test("a chain of operations is rendered once, by the last", async () => {
  const folder = temporaryFolder();
  const first = await runOperation(reframe, { video: everydayClip(), loudness: -20 }, { folder, mayDefer: true });
  expect(first.files).toEqual([]);
  const second = await runOperation(reframe, { video: "first", width: 90 }, { folder, deferred: { first } });
  const { streams } = askFfprobe(second.path);
  expect(streams.map(({ codec_name }) => codec_name)).toEqual(["h264", "aac"]);
});
