export { openS3Storage, type S3StorageOptions, type Storage } from "./open-s3-storage.ts";
export type { S3Settings } from "./s3/s3-settings.ts";
