import { createRandom } from "@proxx/testing";
import { expect, test } from "vitest";
import { createNoiseMeter } from "./noise.ts";

const SIZE = 96 * 54;
const random = createRandom(3);

/** Two planes of one value, each with noise of so much deviation (by the sum of twelve evens, which is nearly normal). */
function look(deviations: readonly number[]): Uint8Array {
  const noise = (deviation: number) => deviation * (Array.from({ length: 12 }, random).reduce((a, b) => a + b) - 6);
  return Uint8Array.from({ length: deviations.length * SIZE }, (_, at) =>
    Math.round(100 + noise(deviations[Math.floor(at / SIZE)] ?? 0)),
  );
}

test("a picture that stands still has no noise but what encoders leave", () => {
  const meter = createNoiseMeter(2);
  meter.compare(look([0, 0]), look([0, 0]));
  expect(meter.limits()).toEqual([9, 9]);
});

test("noise is measured in each plane: four times its deviation", () => {
  const meter = createNoiseMeter(2);
  for (let pair = 0; pair < 3; pair++) meter.compare(look([2.4, 1.8]), look([2.4, 1.8]));
  const [light = 0, colour = 0] = meter.limits();
  expect(light).toBeGreaterThan(4 * 2.4 * Math.SQRT2 * 0.85);
  expect(light).toBeLessThan(4 * 2.4 * Math.SQRT2 * 1.15);
  expect(colour).toBeGreaterThan(4 * 1.8 * Math.SQRT2 * 0.85);
  expect(colour).toBeLessThan(4 * 1.8 * Math.SQRT2 * 1.15);
});

test("what moves in less than half of the picture, or for less than three quarters of the film, is no noise", () => {
  const meter = createNoiseMeter(1);
  const still = look([0]);
  meter.compare(
    still,
    Uint8Array.from(still, (value, at) => (at < SIZE * 0.45 ? value + 80 : value)),
  );
  for (let pair = 0; pair < 2; pair++) {
    meter.compare(
      still,
      still.map((value) => value + 80),
    );
  }
  expect(meter.limits()).toEqual([9]);
});

test("where nothing is ever still, everything moves, and that is no noise either", () => {
  const meter = createNoiseMeter(1);
  const still = look([0]);
  meter.compare(
    still,
    still.map((value) => value + 80),
  );
  expect(meter.limits()).toEqual([16]);
});
