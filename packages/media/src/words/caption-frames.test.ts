import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import type { Caption } from "./caption.ts";
import { captionStates, stateKey } from "./caption-frames.ts";

const FILM = { frames: 100, rate: { numerator: 25, denominator: 1 } };

/** Words as `[start, end]` of a caption that ends when it is said, or with the last of them. */
function caption(words: readonly [number, number][], end = words.at(-1)?.[1] ?? 0): Caption {
  return {
    start: words[0]?.[0] ?? 0,
    end,
    lines: [words.map(([from, to]) => ({ text: "x", start: from, end: to, joined: false, newLine: false }))],
  };
}

function shown(captions: readonly Caption[], highlight: boolean) {
  return captionStates(captions, FILM, highlight).map(({ from, to, shown: state }) =>
    state === null ? [from, to] : [from, to, state.caption, state.active],
  );
}

describe("what each frame shows", () => {
  test("changes on the frames nearest to the captions' times", () => {
    expect(shown([caption([[0.499, 1.021]]), caption([[1.021, 2]])], false)).toEqual([
      [0, 12],
      [12, 26, 0, null],
      [26, 50, 1, null],
      [50, 100],
    ]);
  });

  test("includes a caption that is shorter than a frame, and the last frame", () => {
    expect(shown([caption([[1, 1.001]]), caption([[3.99, 4]])], false)).toEqual([
      [0, 25],
      [25, 26, 0, null],
      [26, 99],
      [99, 100, 1, null],
    ]);
  });

  test("marks a word until the next through a short pause, and nothing in a long one", () => {
    const words: [number, number][] = [
      [0, 0.4],
      [0.6, 1],
      [2, 2.4],
    ];
    expect(shown([caption(words, 3)], true)).toEqual([
      [0, 15, 0, 0],
      [15, 25, 0, 1],
      [25, 50, 0, null],
      [50, 60, 0, 2],
      [60, 75, 0, null],
      [75, 100],
    ]);
  });

  test("is said of every frame once, whatever the captions", () => {
    const random = createRandom(3);
    for (let round = 0; round < 500; round++) {
      let time = random();
      const captions = Array.from({ length: Math.floor(random() * 12) }, () => {
        const words = Array.from({ length: 1 + Math.floor(random() * 5) }, (): [number, number] => {
          const start = time + (random() < 0.3 ? random() * 0.5 : 0);
          time = start + (random() < 0.2 ? 0 : random() * 0.4);
          return [start, time];
        });
        return caption(words, time);
      });
      const states = captionStates(captions, FILM, round % 2 === 0);
      expect(states[0]?.from).toBe(0);
      expect(states.at(-1)?.to).toBe(FILM.frames);
      for (const [index, { from, to, shown: state }] of states.entries()) {
        const before = states[index - 1];
        expect(to).toBeGreaterThan(from);
        expect(from).toBe(before?.to ?? 0);
        // Where it begins something else is shown.
        if (before !== undefined) expect(stateKey(state)).not.toBe(stateKey(before.shown));
      }
    }
  });
});
