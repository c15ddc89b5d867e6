import type { Credentials } from "./sign-request.ts";

/** Where a bucket is, and who asks. */
export interface S3Settings {
  readonly bucket: string;
  /** What all keys begin with: empty, or with a slash at its end. */
  readonly prefix: string;
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** The bucket is the first part of the path; else it is the first part of the host. */
  readonly pathStyle: boolean;
  readonly region: string;
  readonly credentials: Credentials;
}
