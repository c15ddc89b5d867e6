import type { Container } from "@proxx/contract";
import type { AudioFacts } from "@proxx/media";
import { describe, expect, test } from "vitest";
import { audioTrack } from "../../test/inspected-source.ts";
import { planAudio } from "./audio-plan.ts";

const PICTURE = { startSeconds: 0, endSeconds: 2 };

function plan(
  tracks: readonly Partial<AudioFacts>[],
  container: Container,
  codecAudio: "pcm" | "compressed" = container === "mp4" || container === "webm" ? "compressed" : "pcm",
  { hidesPreSkip = false } = {},
) {
  const policy = {
    container,
    containers: [container],
    codecAudio,
    kilobitsPerChannel: 96,
    picture: PICTURE,
    sound: [],
    hidesPreSkip,
  };
  return planAudio(
    tracks.map((track, index) => audioTrack({ index: index + 1, ...track })),
    policy,
  );
}

describe("a track", () => {
  test("of PCM stays as it is in mov, and nothing is lost", () => {
    expect(plan([{}], "mov")).toEqual({
      tracks: [
        {
          sourceIndex: 1,
          encoder: "pcm_s16le",
          sampleRate: 48000,
          channels: 2,
          filters: [],
          kilobits: null,
          endSeconds: 2,
        },
      ],
      losses: [],
      problem: null,
    });
  });

  test("of AAC is decoded to 24 bits for an editing codec, and stays AAC beside H.264", () => {
    const aac = { codec: "aac", pcmBits: null };
    expect(plan([aac], "mov", "pcm").tracks[0]?.encoder).toBe("pcm_s24le");
    expect(plan([aac], "mov", "compressed").tracks[0]).toMatchObject({ encoder: "aac", kilobits: 192 });
    expect(plan([aac], "mov", "compressed").losses).toEqual([]);
  });

  test("that cannot be decoded is told and left out, and the next keeps its place", () => {
    const { tracks, losses } = plan(
      [
        { codec: "unknown", decodable: false },
        { channels: 1, layout: "mono" },
      ],
      "mov",
    );
    expect(tracks.map(({ sourceIndex }) => sourceIndex)).toEqual([2]);
    expect(losses).toMatchObject([{ property: "audio_track", from: "track 1 (unknown)", to: "none" }]);
  });

  test("never takes more than Opus allows a stream", () => {
    expect(plan([{ channels: 8, layout: "7.1" }], "webm").tracks[0]?.kilobits).toBe(510);
  });
});

describe("the encoder for", () => {
  test.each([
    ["pcm_s16le", 16, "mov", "pcm_s16le"],
    ["pcm_u8", 8, "mov", "pcm_s16le"],
    ["pcm_s24be", 24, "mkv", "pcm_s24le"],
    ["pcm_s32le", 32, "mov", "pcm_s32le"],
    ["pcm_f32le", 32, "mov", "pcm_f32le"],
    ["pcm_s32le", 32, "mxf", "pcm_s24le"],
    ["flac", 24, "mkv", "pcm_s24le"],
    ["pcm_s16le", 16, "mp4", "aac"],
    ["pcm_s16le", 16, "webm", "libopus"],
  ] as const)("%s of %i bits in %s is %s", (codec, pcmBits, container, encoder) => {
    expect(plan([{ codec, pcmBits }], container).tracks[0]?.encoder).toBe(encoder);
  });
});

describe("a sample rate of", () => {
  test.each([
    [44100, "mov", 44100],
    [44100, "mp4", 44100],
    [44100, "mxf", 48000],
    [44100, "webm", 48000],
    [192000, "mov", 192000],
    [192000, "mp4", 48000],
  ] as const)("%i Hz in %s is %i", (sampleRate, container, expected) => {
    const { tracks, losses } = plan([{ sampleRate }], container);
    expect(tracks[0]?.sampleRate).toBe(expected);
    expect(losses.some(({ property }) => property === "sample_rate")).toBe(sampleRate !== expected);
  });
});

/** What keeps Opus in WebM from being early. */
const OPUS = "asetpts=PTS+0.0065/TB";

describe("channels", () => {
  test.each([
    ["5.1(side)", 6, "mp4", ["channelmap=map=0|1|2|3|4|5:channel_layout=5.1"]],
    ["5.1", 6, "mp4", []],
    ["7.1(wide)", 8, "mp4", []],
    ["7.1(wide)", 8, "webm", [OPUS, "channelmap=map=0|1|2|3|4|5|6|7:channel_layout=7.1"]],
    ["2.1", 3, "webm", [OPUS, "channelmap=map=0|1|2:channel_layout=3.0"]],
    [null, 4, "webm", [OPUS, "channelmap=map=0|1|2|3:channel_layout=quad"]],
    [null, 4, "mp4", ["channelmap=map=0|1|2|3:channel_layout=4.0"]],
    [null, 4, "mov", []],
    ["5.1(side)", 6, "mov", []],
    ["stereo", 2, "webm", [OPUS]],
    [null, 1, "mp4", []],
  ] as const)("of %s (%i) in %s are renamed and never mixed: %j", (layout, channels, container, filters) => {
    expect(plan([{ layout, channels }], container).tracks[0]?.filters).toEqual(filters);
  });

  test.each([
    [9, null, "mp4"],
    [17, null, "mp4"],
    [9, null, "webm"],
    [16, "hexadecagonal", "webm"],
  ] as const)("%i of layout %s are too many for %s", (channels, layout, container) => {
    expect(plan([{ channels, layout }], container).problem?.message).toContain(`${channels} channels`);
    expect(plan([{ channels, layout }], "mov").problem).toBeNull();
  });
});

describe("a track's time", () => {
  test("before the picture is cut away, and told when it can be heard", () => {
    const early = plan([{ startSeconds: -0.5, endSeconds: 1.5 }], "mov");
    expect(early.tracks[0]).toMatchObject({ filters: ["atrim=start=0"], endSeconds: 1.5 });
    expect(early.losses).toMatchObject([{ property: "audio_start", from: "track 1: 0.500 s before the picture" }]);
  });

  test.each<[string, number | null, number, string[]]>([
    ["pcm_s16le", 16, -0.0015, ["track 1: 0.002 s before the picture"]],
    ["pcm_s16le", 16, -0.001, []],
    ["flac", 24, -0.021, ["track 1: 0.021 s before the picture"]],
    // What these begin with may be priming.
    ["aac", null, -0.021, []],
    ["mp3", null, -0.049, []],
    // Matroska begins with the 6.5 ms of pre-skip, which it rounds up.
    ["opus", null, -0.007, []],
    ["opus", null, -0.0145, ["track 1: 0.008 s before the picture"]],
  ])("before the picture, of %s (%s bits) from %f s, is told where it was sound", (codec, pcmBits, ...rest) => {
    const [startSeconds, told] = rest;
    const { losses } = plan([{ codec, pcmBits, startSeconds }], "mov", "pcm", { hidesPreSkip: true });
    expect(losses.filter(({ property }) => property === "audio_start").map(({ from }) => from)).toEqual(told);
  });

  test("is that of the picture in mxf", () => {
    const { tracks, losses } = plan([{ endSeconds: 0.7 }, {}], "mxf");
    const filters = ["aresample=48000:first_pts=0:async=1", "apad", "atrim=end=2.100"];
    expect(tracks.map((track) => track.filters)).toEqual([filters, filters]);
    expect(losses).toMatchObject([{ property: "audio_length", from: "track 1: ends at 0.700 s", to: "2.000 s" }]);
  });
});

test("a track of which the decoder gives a fifth is left out, and named", () => {
  const line = {
    streamIndex: 1,
    packets: 87,
    bytes: 13_920,
    firstSeconds: 0,
    endSeconds: 8.7,
    timed: true,
    framesAPacket: 5,
    gaps: [],
  };
  const policy = {
    container: "mov",
    containers: ["mov"],
    codecAudio: "pcm",
    kilobitsPerChannel: 96,
    picture: PICTURE,
    sound: [line],
    hidesPreSkip: false,
  } as const;
  const { tracks, losses } = planAudio([audioTrack({ index: 1, codec: "amr_nb" })], policy);
  expect(tracks).toEqual([]);
  expect(losses).toEqual([
    {
      property: "audio_track",
      from: "track 1 (amr_nb)",
      to: "none",
      reason: "its packets hold 5 frames each, and ffmpeg's decoder gives the first of them alone",
    },
  ]);
});
