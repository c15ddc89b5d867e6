import { expect, test } from "vitest";
import { describeDamage } from "./describe-damage.ts";
import type { Damage } from "./read-damage.ts";
import type { DamagedStream } from "./stream-damage.ts";

const PICTURE: DamagedStream = {
  index: 0,
  kind: "picture",
  damaged: 3,
  all: 50,
  firstSeconds: 0,
  firstNumber: 0,
  endSeconds: 2,
  words: null,
  isLastPacket: false,
};

function told(changes: Partial<Damage>): string | null {
  const damage: Damage = {
    streams: [],
    brokenPackets: [],
    joinsSeconds: [],
    container: null,
    complaints: [],
    lookedUntilSeconds: null,
    ...changes,
  };
  return describeDamage(damage, { audio: [] });
}

test("where everything decodes there is nothing to tell", () => {
  expect(told({})).toBeNull();
});

test("of a picture that decodes in parts a command keeps those", () => {
  expect(told({ streams: [PICTURE] })).toContain("`ffmpeg -i SOURCE");
});

test("of a picture of which nothing decodes no command is told that makes nothing of it", () => {
  const words = told({ streams: [{ ...PICTURE, damaged: 50 }] });
  expect(words).toMatch(/^The source is damaged\. 50 of 50 frames .*\. Compare it with the original/);
  expect(words).not.toContain("`");
  expect(words).toMatch(/Where the original is like this, nothing can be made of its picture\.$/);
});
