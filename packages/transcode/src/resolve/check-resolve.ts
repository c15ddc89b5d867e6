import { didYouMean, ProxxError, type CheckedJobSpec, type Issue } from "@proxx/contract";
import type { PrepareOptions } from "../prepare/prepare-options.ts";
import { PROFILES, type Profile } from "../profile/profiles.ts";
import { runBridge } from "./bridge.ts";
import { findResolve, type ResolveApplication } from "./find-resolve.ts";

/** A Resolve that answered. */
export interface ConnectedResolve extends ResolveApplication {
  version: string;
}

/** The checks of a job of camera RAW. Asks Resolve who it is and what presets it has; changes nothing there. */
export async function checkResolve(
  fields: Partial<CheckedJobSpec>,
  profile: Profile,
  options: PrepareOptions,
): Promise<{ issues: Issue[]; application: ConnectedResolve | null }> {
  const issues = [...checkProfile(fields, profile)];
  const greeting = await greet(options);
  if ("problem" in greeting) issues.push({ path: "$.sources", code: "resolve_unavailable", ...greeting.problem });
  issues.push(...checkPreset(fields.resolve_preset, "presets" in greeting ? greeting.presets : null));
  return { issues, application: "application" in greeting ? greeting.application : null };
}

function* checkProfile({ codec }: Partial<CheckedJobSpec>, profile: Profile): Generator<Issue> {
  if (profile.engine === "resolve") return;
  const forResolve = PROFILES.filter(({ engine }) => engine === "resolve");
  const fitting = forResolve.filter((entry) => entry.codec === codec);
  yield {
    path: "$.proxy_profile",
    code: "profile_engine",
    message: `The profile ${profile.name} is for FFmpeg, and only DaVinci Resolve reads these sources.`,
    hint: `Take ${(fitting.length > 0 ? fitting : forResolve).map(({ name }) => name).join(" or ")}.`,
  };
}

function* checkPreset(preset: string | undefined, known: readonly string[] | null): Generator<Issue> {
  const path = "$.resolve_preset";
  const choice =
    known === null ? "The Deliver page of DaVinci Resolve lists them." : `The presets are ${known.join(", ")}.`;
  if (preset === undefined) {
    yield {
      path,
      code: "resolve_preset_missing",
      message: "`resolve_preset` is missing: these sources are for DaVinci Resolve, which renders by a preset.",
      hint: choice,
    };
  } else if (known !== null && !known.includes(preset)) {
    yield {
      path,
      code: "resolve_preset_unknown",
      message: `DaVinci Resolve has no render preset ${JSON.stringify(preset)}.`,
      hint: `${didYouMean(preset, known)}${choice}`,
    };
  }
}

type Greeting =
  | { application: ConnectedResolve; /** null: no project is open to ask. */ presets: string[] | null }
  | { problem: { message: string; hint: string } };

async function greet(options: PrepareOptions): Promise<Greeting> {
  const application = options.resolve ?? (await findResolve());
  if (application === null) {
    const hint = "Install DaVinci Resolve Studio; docs/resolve.md tells where it is looked for.";
    return { problem: { message: "These sources need DaVinci Resolve, which is not installed.", hint } };
  }
  const timeoutMs = application.limits?.connectMs ?? 30_000;
  const presets: string[] = [];
  let greeting: Greeting = {
    problem: {
      message: "DaVinci Resolve's scripting API gave no answer.",
      hint: "See whether Resolve starts by hand.",
    },
  };
  try {
    const run = await runBridge(
      application,
      { action: "hello" },
      {
        timeoutMs,
        graceMs: 1000,
        signal: options.signal,
        onEvent: (event) => {
          if (event.event === "preset") presets.push(event.name);
          if (event.event === "hello") {
            greeting = {
              application: { ...application, version: event.version },
              presets: event.presets_known ? presets : null,
            };
          }
          if (event.event === "error") greeting = { problem: { message: event.message, hint: event.hint } };
        },
      },
    );
    if (run.endedBy === "abort")
      throw new ProxxError("aborted", "The check was interrupted.", { hint: "Run it again." });
    if (run.endedBy === "timeout") {
      const hint = "It may be starting, or waiting for an answer to a dialog on its screen.";
      return { problem: { message: `DaVinci Resolve did not answer within ${timeoutMs / 1000} s.`, hint } };
    }
    return greeting;
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "tool_missing") throw error;
    const hint = "Install a 64-bit Python 3, which DaVinci Resolve's scripting needs.";
    return { problem: { message: `${error.message}.`, hint } };
  }
}
