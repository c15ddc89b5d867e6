import type { CheckedJobSpec } from "@proxx/contract";
import {
  parsePixelFormat,
  rational,
  type AudioFacts,
  type MediaFacts,
  type TimeLine,
  type VideoFacts,
} from "@proxx/media";
import { planClip, type ClipPlan } from "../src/clip-plan/clip-plan.ts";
import type { PlanProblem } from "../src/clip-plan/picture-problems.ts";
import { findProfile } from "../src/profile/profiles.ts";
import type { InspectedSource } from "../src/source/inspected-source.ts";

interface Changes {
  video?: Partial<VideoFacts>;
  facts?: Partial<Omit<MediaFacts, "video" | "audio">>;
  audio?: AudioFacts[];
  timeLine?: Partial<TimeLine>;
  fieldOrder?: InspectedSource["fieldOrder"];
}

/** What inspection finds of an ordinary clip: two seconds of 1080p25 BT.709 with stereo PCM; and what is to differ. */
export function inspectedSource({
  video = {},
  facts = {},
  audio,
  timeLine = {},
  fieldOrder = "progressive",
}: Changes = {}): InspectedSource {
  const pixelFormat = video.pixelFormat ?? "yuv420p";
  const videoFacts: VideoFacts = {
    index: 0,
    codec: "h264",
    codecTag: "avc1",
    profile: "High",
    width: 1920,
    height: 1080,
    pixelFormat,
    pixel: parsePixelFormat(pixelFormat),
    sampleAspect: rational(1),
    rotation: 0,
    fieldOrder: "progressive",
    frameRate: rational(25),
    averageRate: rational(25),
    timeBase: rational(1, 12800),
    startSeconds: 0,
    durationSeconds: 2,
    headerFrames: 50,
    hiddenAlpha: false,
    hdrMetadata: [],
    colour: { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" },
    ...video,
  };
  const audioFacts = audio ?? [audioTrack({ index: 1 })];
  return {
    engine: "ffmpeg",
    identity: { inode: 1n, sizeBytes: 1000n, modifiedNs: 0n },
    facts: {
      path: "/media/clip.mov",
      formatNames: ["mov"],
      startSeconds: 0,
      durationSeconds: 2,
      sizeBytes: 1000,
      video: videoFacts,
      otherVideo: 0,
      coverArt: 0,
      audio: audioFacts,
      subtitles: 0,
      dataTracks: [],
      chapters: 0,
      timecode: null,
      reel: null,
      unknownVideo: null,
      encryptedTracks: [],
      ...facts,
    },
    video: videoFacts,
    fieldOrder,
    timeLine: {
      timed: true,
      packets: 50,
      shown: 50,
      startsWithKey: true,
      hasHeadersBeside: false,
      leading: 0,
      undecodable: 0,
      firstSeconds: 0,
      endSeconds: 2,
      stepSeconds: 0.04,
      toleranceSeconds: 0.0008,
      times: null,
      sound: [],
      constantRate: true,
      errors: [],
      ...timeLine,
    },
    opening: null,
    startComplaints: [],
    completeness: "proven",
  };
}

/** A track of stereo PCM at 48 kHz that lasts as long as the picture; and what is to differ. */
export function audioTrack(changes: Partial<AudioFacts> = {}): AudioFacts {
  return {
    index: 1,
    codec: "pcm_s16le",
    decodable: true,
    sampleRate: 48000,
    channels: 2,
    layout: "stereo",
    pcmBits: 16,
    timeBase: rational(1, 48000),
    startSeconds: 0,
    headerSamples: null,
    endSeconds: 2,
    ...changes,
  };
}

/** The plan for a source under a spec that says what differs from ProRes Proxy in QuickTime. */
export function planOf(
  source: InspectedSource,
  fields: Partial<CheckedJobSpec> = {},
): { plan: ClipPlan; problems: PlanProblem[] } {
  const spec: CheckedJobSpec = {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: ["/media/clip.mov"],
    output_dir: "/proxies",
    output_name_template: "{source_name}",
    codec: "prores_proxy",
    container: "mov",
    fps_mode: "preserve_source",
    proxy_profile: "standard",
    ...fields,
  };
  const profile = findProfile(spec.proxy_profile);
  if (!profile) throw new Error(`There is no profile ${spec.proxy_profile}`);
  return planClip(source, spec, profile, { threads: 4 });
}
