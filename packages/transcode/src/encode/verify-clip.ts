import type { VerificationRow } from "@proxx/contract";
import { countDecodedFrames, verifyMedia, withoutForgiven, type MediaTools, type VerifyLevel } from "@proxx/media";
import { expectationsOf } from "../clip-plan/expectations.ts";
import type { PreparedClip } from "../prepare/prepared-job.ts";
import type { SourceIdentity } from "../source/inspected-source.ts";
import { readSourceIdentity } from "../source/reach-source.ts";
import type { EncodeOutcome } from "./clip-encoder.ts";
import { verifyCadence } from "./verify-cadence.ts";

interface VerifyClipOptions {
  tools: Pick<MediaTools, "ffmpeg" | "ffprobe">;
  level: VerifyLevel;
  signal?: AbortSignal | undefined;
}

/** Compares the working file with what the clip must be, and the source with what it was. */
export async function verifyClip(
  { sourcePath, identity, plan }: PreparedClip,
  workingPath: string,
  { errorLines, findings }: EncodeOutcome,
  { tools, level, signal }: VerifyClipOptions,
): Promise<VerificationRow[]> {
  const { ffmpeg, ffprobe } = tools;
  const expected = plan === null ? (findings?.expectations ?? {}) : expectationsOf(plan);
  const [rows, cadence, unchanged] = await Promise.all([
    verifyMedia(workingPath, expected, { ffprobe, level, signal }),
    plan === null ? [] : verifyCadence(plan, workingPath, { ffmpeg, level, signal }),
    sourceUnchanged(sourcePath, identity),
  ]);
  const [error] = withoutForgiven(errorLines, plan?.source.startComplaints ?? []);
  const encoder: VerificationRow = {
    check: "encoder_errors",
    expected: "none",
    found: error ?? "none",
    pass: error === undefined,
  };
  const keepsFrames = plan !== null && plan.forcedRate === null;
  const settled = keepsFrames
    ? await settleFrameCount(rows, () =>
        countDecodedFrames(sourcePath, { ffprobe, signal, startByte: plan.source.opening?.byte }),
      )
    : rows;
  return [...settled, ...cadence, ...(findings?.checks ?? []), encoder, unchanged];
}

/**
 * Packets are not always frames: fields coded one by one, or pictures at the start of a stream that lack what they refer
 * to. Where the counts differ the source is decoded and its frames counted, and that number decides.
 */
async function settleFrameCount(
  rows: VerificationRow[],
  countSourceFrames: () => Promise<number | null>,
): Promise<VerificationRow[]> {
  const failed = rows.find((row) => row.check === "frame_count" && !row.pass);
  if (!failed) return rows;
  const decoded = await countSourceFrames();
  if (decoded === null || String(decoded) !== failed.found) return rows;
  const settled = { ...failed, expected: `${decoded} (counted by decoding; ${failed.expected} packets)`, pass: true };
  return rows.map((row) => (row === failed ? settled : row));
}

async function sourceUnchanged(sourcePath: string, before: SourceIdentity): Promise<VerificationRow> {
  const describe = ({ inode, sizeBytes, modifiedNs }: SourceIdentity) =>
    `inode ${inode}, ${sizeBytes} bytes, modified ${new Date(Number(modifiedNs / 1_000_000n)).toISOString()}`;
  let found = "gone";
  let pass = false;
  try {
    const now = await readSourceIdentity(sourcePath);
    found = describe(now);
    pass = now.inode === before.inode && now.sizeBytes === before.sizeBytes && now.modifiedNs === before.modifiedNs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { check: "source_unchanged", expected: describe(before), found, pass };
}
