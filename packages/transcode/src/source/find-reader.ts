import { describeEncryption, type Encryption, type MediaFacts, type MediaTools } from "@proxx/media";
import type { SourceProblem } from "./inspected-source.ts";

/** Pictures that neither this program's ffmpeg nor DaVinci Resolve reads, by codec or four-character code. */
const NOBODY_READS: readonly { names: RegExp; picture: string; hint: string }[] = [
  {
    names: /^(vvc|vvc1|vvi1|266)$/,
    picture: "VVC (H.266)",
    hint: "ffmpeg 7.1 and newer decode it. Install one, or convert the clip where it was made.",
  },
  {
    names: /^dav1$/,
    picture: "AV1 with Dolby Vision",
    hint: "ffmpeg 7 and newer read it. Install one, or export the clip again without Dolby Vision.",
  },
];

/** Why only DaVinci Resolve reads a source, or why nobody does; `null` where ffmpeg does. */
export function findReader(
  sourcePath: string,
  facts: MediaFacts,
  { tools, rawExtension, encryption }: { tools: MediaTools; rawExtension: boolean; encryption: Encryption | null },
): { why: string } | SourceProblem | null {
  const { video, unknownVideo } = facts;
  if (video === null && unknownVideo === null) return null;
  const picture = unknownVideo ?? `${video?.codec} (${video?.codecTag})`;
  const isNamed = (names: RegExp) => picture.split(/[ ()]+/).some((name) => names.test(name.toLowerCase()));
  if (encryption !== null) return { code: "source_encrypted", ...describeEncryption(sourcePath, encryption) };
  // Newer ffmpeg decodes ProRes RAW to undeveloped sensor data, which is no picture to make a proxy of.
  if (isNamed(/^(prores_raw|apr[nh])$/)) return { why: "ProRes RAW" };
  if (video !== null && tools.decodable.has(video.codec))
    return rawExtension && facts.formatNames.includes("r3d") ? { why: "camera RAW" } : null;
  const nobody = NOBODY_READS.find(({ names }) => isNamed(names));
  if (nobody !== undefined) {
    return {
      code: "source_codec_unreadable",
      message: `The picture of ${sourcePath} is ${nobody.picture}, which neither this ffmpeg nor DaVinci Resolve reads.`,
      hint: nobody.hint,
    };
  }
  return {
    why:
      video === null
        ? `its picture, ${picture}, is unknown to ffmpeg`
        : `this ffmpeg has no decoder for ${video.codec}`,
  };
}
