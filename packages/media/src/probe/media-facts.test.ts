import { describe, expect, test } from "vitest";
import { ffprobeReportSchema, type FfprobeReport, type FfprobeStream } from "./ffprobe-report.ts";
import { factsFromProbe, isHdrMetadata } from "./media-facts.ts";

const PICTURE = {
  index: 0,
  codec_type: "video",
  codec_name: "prores",
  codec_tag_string: "apch",
  profile: "HQ",
  width: 1920,
  height: 1080,
  pix_fmt: "yuv422p10le",
  sample_aspect_ratio: "4:3",
  field_order: "tb",
  color_range: "tv",
  color_space: "bt709",
  color_transfer: "unknown",
  color_primaries: "reserved",
  r_frame_rate: "30000/1001",
  avg_frame_rate: "2997/100",
  time_base: "1/30000",
  start_time: "0.040000",
  duration: "2.002000",
  nb_frames: "60",
};
const SOUND = {
  index: 1,
  codec_type: "audio",
  codec_name: "pcm_s16le",
  sample_rate: "48000",
  channels: 2,
  channel_layout: "stereo",
  bits_per_sample: 16,
  time_base: "1/48000",
  start_time: "0.500000",
  duration: "1.500000",
  nb_frames: "72000",
};

function factsOf(streams: Partial<FfprobeStream>[], format: Partial<FfprobeReport["format"]> = {}, chapters = 0) {
  const report = ffprobeReportSchema.parse({
    streams: streams.map((stream, index) => ({ index, ...stream })),
    chapters: Array.from({ length: chapters }, (_, id) => ({ id })),
    format: { format_name: "mov,mp4", ...format },
  });
  return factsFromProbe("/clips/a.mov", report);
}

test("what ffprobe says of a file is read whole", () => {
  const format = { start_time: "0.040000", duration: "2.042000", size: "123456" };
  expect(factsOf([PICTURE, SOUND], format)).toEqual({
    path: "/clips/a.mov",
    formatNames: ["mov", "mp4"],
    startSeconds: 0.04,
    durationSeconds: 2.042,
    sizeBytes: 123456,
    video: {
      index: 0,
      codec: "prores",
      codecTag: "apch",
      profile: "HQ",
      width: 1920,
      height: 1080,
      pixelFormat: "yuv422p10le",
      pixel: expect.objectContaining({ alpha: false }) as object,
      sampleAspect: { numerator: 4, denominator: 3 },
      rotation: 0,
      fieldOrder: "tb",
      frameRate: { numerator: 30000, denominator: 1001 },
      averageRate: { numerator: 2997, denominator: 100 },
      timeBase: { numerator: 1, denominator: 30000 },
      startSeconds: 0.04,
      durationSeconds: 2.002,
      headerFrames: 60,
      colour: { primaries: null, transfer: null, matrix: "bt709", range: "tv" },
      hiddenAlpha: false,
      hdrMetadata: [],
    },
    otherVideo: 0,
    coverArt: 0,
    audio: [
      {
        index: 1,
        codec: "pcm_s16le",
        decodable: true,
        sampleRate: 48000,
        channels: 2,
        layout: "stereo",
        pcmBits: 16,
        timeBase: { numerator: 1, denominator: 48000 },
        startSeconds: 0.5,
        headerSamples: 72000,
        endSeconds: 2,
      },
    ],
    subtitles: 0,
    dataTracks: [],
    chapters: 0,
    timecode: null,
    reel: null,
    unknownVideo: null,
    encryptedTracks: [],
  });
});

test("what it does not say is not made up", () => {
  const { video, audio, durationSeconds } = factsOf([
    { codec_type: "video", codec_name: "vp9" },
    { codec_type: "audio" },
  ]);
  expect(durationSeconds).toBeNull();
  expect(video).toMatchObject({
    profile: null,
    pixelFormat: "unknown",
    sampleAspect: { numerator: 1, denominator: 1 },
    fieldOrder: "unknown",
    frameRate: null,
    startSeconds: null,
    durationSeconds: null,
    headerFrames: null,
  });
  expect(audio).toMatchObject([
    { codec: "unknown", decodable: false, layout: null, startSeconds: null, endSeconds: null },
  ]);
});

describe("the tracks of a file", () => {
  test("are told apart: the picture, further ones, covers, words, data", () => {
    const cover = { codec_type: "video", codec_name: "mjpeg", disposition: { attached_pic: 1 } };
    const thumbnails = { codec_type: "video", codec_name: "png", disposition: { timed_thumbnails: 1 } };
    const facts = factsOf([
      cover,
      PICTURE,
      { codec_type: "video", codec_name: "h264" },
      thumbnails,
      { codec_type: "subtitle" },
      { codec_type: "data", codec_tag_string: "tmcd" },
      { codec_type: "data", codec_tag_string: "gpmd", tags: { handler_name: " GoPro MET " } },
      { codec_type: "data", codec_tag_string: "mebx" },
      { codec_type: "data" },
    ]);
    expect(facts).toMatchObject({ coverArt: 2, otherVideo: 1, subtitles: 1, video: { codec: "prores" } });
    expect(facts.dataTracks).toEqual(["GoPro MET", "mebx", "data"]);
  });

  test("chapter titles are data only where there are no chapters", () => {
    const titles = { codec_type: "data", codec_name: "bin_data", codec_tag_string: "text" };
    expect(factsOf([PICTURE, titles], {}, 2)).toMatchObject({ chapters: 2, dataTracks: [] });
    expect(factsOf([PICTURE, titles])).toMatchObject({ chapters: 0, dataTracks: ["text"] });
  });

  test("a picture that ffmpeg cannot name is named by its tag", () => {
    const facts = factsOf([{ codec_type: "video", codec_name: "unknown", codec_tag_string: "R3D1" }]);
    expect(facts).toMatchObject({ video: null, unknownVideo: "unknown (R3D1)" });
  });
});

test.each([
  [-90, 90],
  [90, 270],
  [180, 180],
  [-180, 180],
  [-89.6, 90],
  [0, 0],
])("a rotation of %d counter-clockwise is %d clockwise", (rotation, turned) => {
  const { video } = factsOf([{ ...PICTURE, side_data_list: [{ side_data_type: "Display Matrix", rotation }] }]);
  expect(video?.rotation).toBe(turned);
});

test.each([
  ["the timecode track", [PICTURE, { codec_type: "data", tags: { timecode: "01:00:00:00" } }], {}, "01:00:00:00"],
  ["the file, in any case", [PICTURE], { tags: { TIMECODE: " 10:00:00:00 " } }, "10:00:00:00"],
  [
    "the first track that says one",
    [
      { ...PICTURE, tags: { timecode: "" } },
      { ...SOUND, tags: { timecode: "02:00:00:00" } },
    ],
    {},
    "02:00:00:00",
  ],
  ["a writer with a dot for dropped frames", [{ ...PICTURE, tags: { timecode: "01:00:00.02" } }], {}, "01:00:00;02"],
  ["nobody", [PICTURE], {}, null],
])("the timecode is that of %s", (_who, streams, format, timecode) => {
  expect(factsOf(streams, format).timecode).toBe(timecode);
});

test("alpha is hidden beside the picture in WebM, and a palette has some only where the format may", () => {
  expect(factsOf([{ ...PICTURE, tags: { ALPHA_MODE: "1" } }]).video?.hiddenAlpha).toBe(true);
  expect(factsOf([{ ...PICTURE, tags: { alpha_mode: "0" } }]).video?.hiddenAlpha).toBe(false);
  const palette = (codec_name: string) => factsOf([{ ...PICTURE, codec_name, pix_fmt: "pal8" }]).video?.pixel.alpha;
  expect([palette("png"), palette("gif"), palette("qtrle"), palette("msvideo1")]).toEqual([true, true, false, false]);
});

test("HDR metadata is named, and other side data is none", () => {
  const side_data_list = [
    { side_data_type: "Mastering display metadata" },
    { side_data_type: "Content light level metadata" },
    { side_data_type: "DOVI configuration record" },
    { side_data_type: "Display Matrix" },
    {},
  ];
  expect(factsOf([{ ...PICTURE, side_data_list }]).video?.hdrMetadata).toEqual([
    "Mastering display metadata",
    "Content light level metadata",
    "DOVI configuration record",
  ]);
  expect(isHdrMetadata("HDR10+ dynamic metadata")).toBe(true);
  expect(isHdrMetadata("CPB properties")).toBe(false);
});

describe("a sound track", () => {
  test.each([
    ["pcm_s24le", { bits_per_sample: 24 }, 24],
    ["pcm_s24le", { bits_per_raw_sample: "20", bits_per_sample: 24 }, 20],
    ["flac", { bits_per_raw_sample: "24", bits_per_sample: 0 }, 24],
    ["alac", { bits_per_raw_sample: "0", bits_per_sample: 0 }, 24],
    ["aac", { bits_per_sample: 0 }, null],
  ])("in %s of %j has %s bits", (codec_name, bits, expected) => {
    const { bits_per_sample: _bits, ...sound } = SOUND;
    expect(factsOf([{ ...sound, codec_name, ...bits }]).audio[0]?.pcmBits).toBe(expected);
  });

  test("ends where its length says, by Matroska's tag too, and nobody knows where in a stream", () => {
    const { duration: _duration, ...unknown } = SOUND;
    const tagged = { ...unknown, tags: { DURATION: "01:00:04.004000000" } };
    const end = (stream: Partial<FfprobeStream>, format_name: string) =>
      factsOf([stream], { format_name }).audio[0]?.endSeconds;
    expect(end(SOUND, "mov,mp4")).toBe(2);
    expect(end(SOUND, "mpegts")).toBeNull();
    expect(end(unknown, "matroska,webm")).toBeNull();
    expect(end(tagged, "matroska,webm")).toBe(3604.004);
  });
});

test("a length that MP4 in fragments leaves open is none, of the track and of the file", () => {
  const open = { ...SOUND, duration: String((2 ** 32 - 1) / 48000) };
  const facts = factsOf([PICTURE, open], { duration: open.duration });
  expect([facts.durationSeconds, facts.audio[0]?.endSeconds, facts.video?.durationSeconds]).toEqual([
    null,
    null,
    2.002,
  ]);
  const long = { ...SOUND, duration: String((2 ** 32 - 2) / 48000) };
  expect(factsOf([PICTURE, long], { duration: long.duration }).durationSeconds).toBe(Number(long.duration));
});

test.each([
  ["pcm_s16le", 2, true],
  ["none", 2, false],
  ["unknown", 2, false],
  ["pcm_s16le", 0, false],
])("sound of %s with %i channels can be decoded: %s", (codec_name, channels, decodable) => {
  expect(factsOf([{ ...SOUND, codec_name, channels }]).audio[0]?.decodable).toBe(decodable);
});
