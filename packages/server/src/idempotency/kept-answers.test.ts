import { expect, test } from "vitest";
import { createMemoryAnswers } from "./kept-answers.ts";

const ANSWER = { status: 202, headers: { location: "/api/jobspecs/1" }, body: "{}" };
const HOUR_MS = 3_600_000;

function answersAt(startMs: number) {
  const clock = { nowMs: startMs };
  const answers = createMemoryAnswers(() => clock.nowMs);
  const stateOf = async (key: string, fingerprint = "same") => (await answers.take(key, fingerprint)).state;
  return { clock, answers, stateOf };
}

test("a key is one request's, while it is answered and after", async () => {
  const { answers, stateOf } = answersAt(0);
  expect(await stateOf("key")).toBe("taken");
  expect(await stateOf("key")).toBe("being-answered");
  expect(await stateOf("key", "other")).toBe("other-request");
  await answers.keep("key", ANSWER);
  expect(await answers.take("key", "same")).toEqual({ state: "answered", answer: ANSWER });
  expect(await stateOf("key", "other")).toBe("other-request");
});

test("a key of which nothing came is free for any request", async () => {
  const { answers, stateOf } = answersAt(0);
  await stateOf("key");
  await answers.giveBack("key");
  expect(await stateOf("key", "other")).toBe("taken");
});

test("an answer is kept for a day, and a request that is being answered for as long as that takes", async () => {
  const { clock, answers, stateOf } = answersAt(1_000_000 * HOUR_MS);
  await stateOf("answered");
  await answers.keep("answered", ANSWER);
  clock.nowMs += 23 * HOUR_MS;
  expect(await stateOf("answered")).toBe("answered");
  await stateOf("long");
  clock.nowMs += 2 * HOUR_MS;
  expect(await stateOf("answered")).toBe("taken");
  clock.nowMs += 100 * HOUR_MS;
  expect(await stateOf("long")).toBe("being-answered");
});

test("of very many answers the oldest are forgotten", async () => {
  const { answers, stateOf } = answersAt(0);
  for (let key = 0; key < 50_010; key++) {
    await stateOf(`${key}`);
    await answers.keep(`${key}`, ANSWER);
  }
  expect(await stateOf("50009")).toBe("answered");
  expect(await stateOf("100")).toBe("answered");
  expect(await stateOf("0")).toBe("taken");
});
