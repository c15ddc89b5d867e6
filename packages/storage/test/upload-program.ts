/** Puts a file into a bucket: `node upload-program.ts '{ settings, cacheFolder, path, partBytes }'`. */
import { openS3Storage, type S3Settings } from "../src/index.ts";

export interface UploadProgramConfig {
  settings: S3Settings;
  cacheFolder: string;
  path: string;
  partBytes: number;
}

const { settings, cacheFolder, path, partBytes } = JSON.parse(process.argv[2] ?? "") as UploadProgramConfig;
const storage = openS3Storage({
  settings,
  cacheFolder,
  partBytes,
  fetch,
  maxCacheBytes: 1024 ** 3,
  probe: () => Promise.reject(new Error("Expected what is known not to be looked for")),
});
const facts = { width: 320, height: 180, duration: 1, fps: 25, hasAudio: false };
await storage.artifacts.put({ path, kind: "video", mediaType: "video/mp4", facts });
