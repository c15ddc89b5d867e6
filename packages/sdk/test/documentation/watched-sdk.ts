// The SDK as a documented program finds it, which keeps what the program composes.
import * as sdk from "@proxx/sdk";

export * from "@proxx/sdk";

let composed: sdk.Pipeline[] = [];

export function compose(...elements: Parameters<typeof sdk.compose>): sdk.Pipeline {
  const pipeline = sdk.compose(...elements);
  composed.push(pipeline);
  return pipeline;
}

/** What was composed since this was last asked. */
export function takeComposed(): sdk.Pipeline[] {
  const taken = composed;
  composed = [];
  return taken;
}
