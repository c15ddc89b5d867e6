import { BUILT_IN_PROVIDERS } from "@proxx/providers";
import { elevenlabs, fal, googleCloud, local, openai, provider, replicate } from "@proxx/sdk";
import { describe, expect, it } from "vitest";
import { KEY_VARIABLES } from "../src/execute/environment.ts";
import { WELL_KNOWN_MODELS } from "../src/models/well-known-models.ts";

describe("the references to models", () => {
  it("name provider and model, and nothing that is a key", () => {
    expect(replicate("bytedance/seedance-1-pro")).toEqual({ provider: "replicate", model: "bytedance/seedance-1-pro" });
    expect(
      [fal("x"), googleCloud("x"), openai("x"), elevenlabs("x"), local("x")].map((model) => model.provider),
    ).toEqual(["fal", "google-cloud", "openai", "elevenlabs", "local"]);
  });

  it("never change", () => {
    const options = { steps: 4 };
    const model = fal("me/mine", options);
    options.steps = 5;
    expect(model).toEqual({ provider: "fal", model: "me/mine", options: { steps: 4 } });
    expect(() => Object.assign(model, { model: "other" })).toThrow(TypeError);
  });

  it("name a model of a provider that comes from another package", () => {
    expect(provider("acme")("lens-2", { steps: 4 })).toEqual({
      provider: "acme",
      model: "lens-2",
      options: { steps: 4 },
    });
    expect(() => provider("Acme Inc.")).toThrow(/Expected a provider's name .* got "Acme Inc."/);
  });

  it.each(Object.entries(WELL_KNOWN_MODELS).filter(([name]) => name !== "local"))(
    "of %s are known to the compiler as they are to the provider",
    (name, families) => {
      const known = BUILT_IN_PROVIDERS.find((provider) => provider.name === name)?.models.known ?? {};
      const told = families.flatMap(({ tasks, models, options }) =>
        models.map((model): [string, object] => [model, { tasks, options }]),
      );
      expect(Object.fromEntries(told)).toEqual(
        Object.fromEntries(
          Object.entries(known).map(([model, { tasks, fields }]) => [
            model,
            { tasks, options: Object.keys(fields.shape).toSorted() },
          ]),
        ),
      );
    },
  );

  it.each(BUILT_IN_PROVIDERS.filter(({ name }) => Object.hasOwn(KEY_VARIABLES, name)))(
    "take keys from the variables that $name takes them from",
    ({ name, keyVariables }) => {
      expect(KEY_VARIABLES[name]).toEqual(keyVariables);
    },
  );
});
