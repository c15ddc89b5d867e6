export { openS3Sweep } from "./open-s3-sweep.ts";
export { openS3Storage, type S3StorageOptions, type Storage } from "./open-s3-storage.ts";
export type { SentFile, Uploads } from "./store/s3-uploads.ts";
export type { S3Settings } from "./s3/s3-settings.ts";
