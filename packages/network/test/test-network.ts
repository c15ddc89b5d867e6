import { onTestFinished } from "vitest";
import { createNetwork, type Network, type NetworkOptions } from "../src/index.ts";

/** A network that goes with the test. */
export function testNetwork(options: NetworkOptions = {}): Network {
  const network = createNetwork(options);
  onTestFinished(() => network.close());
  return network;
}
