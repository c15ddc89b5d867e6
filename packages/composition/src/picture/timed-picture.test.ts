import { rational } from "@proxx/media";
import { expect, test } from "vitest";
import { filtersOf, picture } from "../../test/graph-of.ts";
import { rateOf } from "./frame-rate.ts";
import { cutPicture, timedPicture } from "./timed-picture.ts";

const film = picture();
const rate = rational(25);
const exactly = (frames: number, pace = "25/1") => [
  `fps=fps=${pace}:start_time=0:eof_action=pass`,
  "tpad=stop_mode=clone:stop=-1",
  `trim=end_frame=${frames}`,
];

test("a picture that has the pace and the frames is left as it is", () => {
  expect(timedPicture(film, { rate, frames: 100 })).toBe(film);
});

test("a shorter one is cut, a longer one stands at its end", () => {
  expect(filtersOf(timedPicture(film, { rate, frames: 60 }))).toEqual(["trim=end_frame=60"]);
  expect(filtersOf(timedPicture(film, { rate, frames: 140 }))).toEqual(exactly(140));
});

test("another pace is made, with as many frames as are asked for", () => {
  const made = timedPicture(film, { rate: rational(30), frames: 100 });
  expect(filtersOf(made)).toEqual(exactly(100, "30/1"));
  expect(made).toMatchObject({ rate: rational(30), frames: 100 });
});

test("a single frame is repeated, and is no still any more", () => {
  const made = timedPicture(picture({ frames: 1, still: true, rate: rational(30) }), { rate, frames: 50 });
  expect(made).toMatchObject({ still: false, frames: 50, rate });
  expect(filtersOf(made)).toEqual(["loop=loop=-1:size=1", "settb=expr=1/25", "setpts=expr=N", ...exactly(50)]);
});

test("a part begins at time 0 and ends with its last frame", () => {
  expect(filtersOf(cutPicture(film, 10, 30))).toEqual([
    "trim=start_frame=10:end_frame=30",
    "setpts=expr=PTS-STARTPTS",
    ...exactly(20),
  ]);
  expect(cutPicture(film, 10, 30).frames).toBe(20);
  expect(filtersOf(cutPicture(film, 0, 30))).toEqual(["trim=end_frame=30"]);
  expect(cutPicture(film, 0, 500)).toBe(film);
});

test("23.98, 29.97 and 59.94 stand for the rates that people mean", () => {
  expect([23.98, 23.976, 29.97, 59.94, 119.88].map(rateOf)).toEqual(
    [24, 24, 30, 60, 120].map((whole) => rational(whole * 1000, 1001)),
  );
  expect([24, 25, 29.9, 12.5].map(rateOf)).toEqual([rational(24), rational(25), rational(299, 10), rational(25, 2)]);
});
