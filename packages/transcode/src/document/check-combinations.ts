import { didYouMean, legalContainers, type CheckedJobSpec, type Issue } from "@proxx/contract";
import { findProfile, PROFILES } from "../profile/profiles.ts";
import { checkTemplate } from "./naming.ts";
import { showValue } from "./show-value.ts";

/** What fields that are right by themselves say against one another. */
export function* checkCombinations(fields: Partial<CheckedJobSpec>): Generator<Issue> {
  const { codec, container, proxy_profile, output_name_template, sources } = fields;
  if (codec && container && !legalContainers(codec).includes(container)) {
    yield {
      path: "$.container",
      code: "illegal_pair",
      message: `${codec} cannot stand in ${container}.`,
      hint: `${codec} goes into ${legalContainers(codec).join(" or ")}.`,
    };
  }
  if (proxy_profile !== undefined) yield* checkProfile(proxy_profile, fields);
  if (output_name_template !== undefined) yield* checkTemplate(output_name_template, sources?.length ?? 1);
}

function* checkProfile(name: string, { codec, container }: Partial<CheckedJobSpec>): Generator<Issue> {
  const profile = findProfile(name);
  if (!profile) {
    const names = PROFILES.map((entry) => entry.name);
    yield {
      path: "$.proxy_profile",
      code: "unknown_profile",
      message: `There is no profile ${showValue(name)}.`,
      hint: `${didYouMean(name, names)}The profiles are ${names.join(", ")}.`,
    };
    return;
  }
  if (codec && profile.codec !== null && profile.codec !== codec) {
    const fitting = PROFILES.filter(
      (entry) => entry.engine === profile.engine && (entry.codec === codec || entry.codec === null),
    );
    yield {
      path: "$.proxy_profile",
      code: "profile_mismatch",
      message: `The profile ${name} encodes ${profile.codec}, but \`codec\` says ${codec}.`,
      hint: `Set \`codec\` to ${profile.codec}, or take one of the profiles for ${codec}: ${fitting.map((entry) => entry.name).join(", ")}.`,
    };
  } else if (container && profile.containers !== null && !profile.containers.includes(container)) {
    yield {
      path: "$.proxy_profile",
      code: "profile_mismatch",
      message: `The profile ${name} is for ${profile.containers.join(" or ")}, but \`container\` says ${container}.`,
      hint: `Set \`container\` to ${profile.containers.join(" or ")}, or take another profile.`,
    };
  }
}
