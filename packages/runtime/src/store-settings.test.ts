import { expect, test } from "vitest";
import { readStoreSettings } from "./store-settings.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };

test("finds a bucket at AWS by its region", () => {
  expect(readStoreSettings("s3://films/proxx/", { ...KEYS, AWS_REGION: "eu-central-1" })).toEqual({
    bucket: "films",
    prefix: "proxx/",
    endpoint: "https://s3.eu-central-1.amazonaws.com",
    pathStyle: false,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret", sessionToken: null },
  });
  expect(readStoreSettings("s3://films.example", KEYS)).toMatchObject({ prefix: "", pathStyle: true });
});

test("finds a bucket at another storage by its address, that for S3 before the one for all", () => {
  const elsewhere = {
    ...KEYS,
    AWS_ENDPOINT_URL: "http://all:1",
    AWS_SESSION_TOKEN: "lent",
    AWS_DEFAULT_REGION: "auto",
  };
  const settings = readStoreSettings("s3://films/a/b", { ...elsewhere, AWS_ENDPOINT_URL_S3: "http://localhost:9000/" });
  expect(settings).toMatchObject({
    endpoint: "http://localhost:9000",
    pathStyle: true,
    prefix: "a/b/",
    region: "auto",
  });
  expect(settings.credentials.sessionToken).toBe("lent");
  expect(readStoreSettings("s3://films", elsewhere).endpoint).toBe("http://all:1");
});

test.each<[string, Record<string, string>, RegExp]>([
  ["films/proxx", KEYS, /no address of a bucket/],
  ["s3://", KEYS, /no address of a bucket/],
  ["s3://Films", KEYS, /no address of a bucket/],
  ["s3://films/../other", KEYS, /no address of a bucket/],
  ["s3://films", { AWS_ACCESS_KEY_ID: "id" }, /AWS_SECRET_ACCESS_KEY is not set/],
  ["s3://films", {}, /AWS_ACCESS_KEY_ID is not set/],
  ["s3://films", { ...KEYS, AWS_ENDPOINT_URL_S3: "localhost:9000" }, /no address/],
  ["s3://films", { ...KEYS, AWS_ENDPOINT_URL_S3: "http://me:password@host" }, /^(?!.*password).*no address/],
])("refuses %s with %j", (address, environment, message) => {
  expect(() => readStoreSettings(address, environment)).toThrow(message);
});
