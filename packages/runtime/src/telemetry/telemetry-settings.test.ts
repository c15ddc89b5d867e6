import { expect, test } from "vitest";
import { readTelemetrySettings } from "./telemetry-settings.ts";

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318/" };

test("sends nothing unless it is told where to", () => {
  expect(readTelemetrySettings({})).toBeNull();
  expect(readTelemetrySettings({ ...ENDPOINT, OTEL_SDK_DISABLED: "true" })).toBeNull();
  expect(readTelemetrySettings({ ...ENDPOINT, OTEL_TRACES_EXPORTER: "none" })).toBeNull();
});

test("takes the variables of OpenTelemetry, those for traces before those for all", () => {
  expect(readTelemetrySettings(ENDPOINT)).toEqual({
    endpoint: "http://localhost:4318/v1/traces",
    headers: {},
    serviceName: "proxx",
  });
  const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://collector/own", OTEL_SERVICE_NAME: "films" };
  const headers = { OTEL_EXPORTER_OTLP_HEADERS: "x-key = a%20b , other=1=2,,=3,broken=%zz" };
  expect(readTelemetrySettings({ ...ENDPOINT, ...own, ...headers })).toEqual({
    endpoint: "https://collector/own",
    headers: { "x-key": "a b", other: "1=2", broken: "%zz" },
    serviceName: "films",
  });
});

test("refuses an address that is none, without repeating it", () => {
  expect(() => readTelemetrySettings({ OTEL_EXPORTER_OTLP_ENDPOINT: "me:password@host" })).toThrow(
    /^(?!.*password).*no address/,
  );
});
