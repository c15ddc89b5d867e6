import { knownModels, PROVIDER_KEY_VARIABLES, PROVIDER_NAMES } from "@proxx/providers";
import { elevenlabs, fal, googleCloud, local, openai, replicate } from "@proxx/sdk";
import { describe, expect, it } from "vitest";
import { PROVIDER_KEY_NAMES } from "../src/execute/environment.ts";
import { WELL_KNOWN_MODELS } from "../src/models/well-known-models.ts";

describe("the references to models", () => {
  it("name provider and model, and nothing that is a key", () => {
    expect(replicate("bytedance/seedance-1-pro")).toEqual({ provider: "replicate", model: "bytedance/seedance-1-pro" });
    expect([fal, googleCloud, openai, elevenlabs, local].map((provider) => provider("x").provider)).toEqual([
      "fal",
      "google-cloud",
      "openai",
      "elevenlabs",
      "local",
    ]);
  });

  it("never change", () => {
    const options = { steps: 4 };
    const model = fal("me/mine", options);
    options.steps = 5;
    expect(model).toEqual({ provider: "fal", model: "me/mine", options: { steps: 4 } });
    expect(() => Object.assign(model, { model: "other" })).toThrow(TypeError);
  });

  it.each(PROVIDER_NAMES)("offer the models of %s whose parameters are known", (provider) => {
    expect([...WELL_KNOWN_MODELS[provider]]).toEqual(
      knownModels(provider)
        .map(({ model }) => model)
        .toSorted(),
    );
  });

  it("take keys from the variables that the providers take them from", () => {
    expect(PROVIDER_KEY_NAMES).toEqual(PROVIDER_KEY_VARIABLES);
  });
});
