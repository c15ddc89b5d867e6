import { open } from "node:fs/promises";
import type { MediaFacts } from "./media-facts.ts";
import type { MovieIndex } from "./movie-index.ts";

/** What of a source is encrypted, so that a decoder makes noise of it. */
export interface Encryption {
  of: "picture" | "sound";
  /** With its key, ffmpeg decrypts it. */
  ffmpegDecrypts: boolean;
}

/** What an encrypted track of QuickTime or MP4 is called: by Common Encryption, and by the shop that sold it. */
const ENCRYPTED_TRACKS: Readonly<Record<string, Encryption>> = {
  encv: { of: "picture", ffmpegDecrypts: true },
  drmi: { of: "picture", ffmpegDecrypts: false },
  enca: { of: "sound", ffmpegDecrypts: true },
  drms: { of: "sound", ffmpegDecrypts: false },
};

/** The picture's encryption, else the sound's; null where nothing is encrypted. `index`: of QuickTime and MP4. */
export async function findEncryption(
  { path, formatNames, video, encryptedTracks }: MediaFacts,
  index: MovieIndex | null,
): Promise<Encryption | null> {
  const found = [
    ...(index?.trackNames ?? []).flatMap((name) => ENCRYPTED_TRACKS[name] ?? []),
    ...encryptedTracks.map((of): Encryption => ({ of, ffmpegDecrypts: false })),
  ];
  const picture = found.find(({ of }) => of === "picture") ?? found[0];
  if (picture !== undefined) return picture;
  // Of what is scrambled, not even the size is known.
  return formatNames.includes("mpegts") && video?.width === 0 ? findScrambling(path) : null;
}

export function describeEncryption(
  name: string,
  { of, ffmpegDecrypts }: Encryption,
): { message: string; hint: string } {
  const withKey =
    " With the key, `ffmpeg -decryption_key KEY -i SOURCE -c copy CLEAR.mp4` writes a file that can be read.";
  return {
    message: `The ${of} of ${name} is encrypted.`,
    hint: `Nothing can be made of it without its key.${ffmpegDecrypts ? withKey : ""}`,
  };
}

const HEAD_BYTES = 1024 * 1024;
/** By themselves, with a time before each, and with error correction behind each. */
const PACKET_SIZES = [188, 192, 204];
const SYNC = 0x47;

/** Whether a file is a transport stream, of which packets say that what they carry is scrambled, as pay television is. */
export async function findScrambling(path: string): Promise<Encryption | null> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const isPacket = (at: number, size: number) => head[at] === SYNC && head[at + size] === SYNC;
    for (const size of PACKET_SIZES) {
      const first = head.findIndex((_, at) => at < size && isPacket(at, size) && isPacket(at + size, size));
      if (first === -1) continue;
      for (let at = first; isPacket(at, size); at += size)
        if (((head[at + 3] ?? 0) & 0xc0) !== 0) return { of: "picture", ffmpegDecrypts: false };
    }
    return null;
  } finally {
    await file.close();
  }
}
