import {
  checkScript,
  defineOperation,
  filesOfScript,
  formatJsonPath,
  isAddress,
  type Issue,
  type WriteScriptStep,
} from "@proxx/contract";
import { movieApproach } from "../movies/movie-approach.ts";
import { STEP_WEIGHTS } from "../movies/movie-steps.ts";
import type { OperationResources } from "../operation-resources.ts";
import { writeScript } from "./signature.ts";

/** The script of a movie: written from a page or a text, or one that is given. */
export function createWriteScript(resources: OperationResources) {
  return defineOperation({
    signature: writeScript.signature,
    version: 2,
    weight: STEP_WEIGHTS.script,
    alwaysMakesFiles: true,
    check: async (params) => {
      const issues = findIssues(params);
      return issues.length > 0 ? issues : (await resources.movies()).check.script(params);
    },
    approach: (params) => movieApproach(resources, (build) => build.script(params)),
    run: async (params, context) => (await resources.movies()).writeScript(params, context),
  });
}

const HINT = "Give one of `url`, `text` and `script`.";

function findIssues({ url, text, script, language, seconds }: WriteScriptStep): Issue[] {
  const given = Object.entries({ url, text, script }).filter(([, value]) => value !== undefined);
  const [, second] = given;
  if (given.length === 0) {
    return [{ path: "$", code: "missing_input", message: "There is nothing to write a script from.", hint: HINT }];
  }
  if (second !== undefined) {
    const [name] = second;
    return [{ path: `$.${name}`, code: "given_twice", message: `\`${name}\` is one too many.`, hint: HINT }];
  }
  return script === undefined ? [] : [...unheard({ language, seconds }), ...scriptIssues(script)];
}

/** What would decide how a script is written that is written already. */
function unheard(settings: Pick<WriteScriptStep, "language" | "seconds">): Issue[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          {
            path: `$.${name}`,
            code: "parameter_unused",
            message: `\`${name}\` says nothing of a script that is written already.`,
            hint: "Leave it out; a script has its own `language`, and is as long as its lines.",
          },
        ],
  );
}

function scriptIssues(document: NonNullable<WriteScriptStep["script"]>): Issue[] {
  const { script, issues } = checkScript(document);
  if (script === null) return issues.map((issue) => ({ ...issue, path: issue.path.replace(/^\$/, "$.script") }));
  return filesOfScript(script).map(({ name, path }) => ({
    path: formatJsonPath(["script", ...path]),
    code: "local_path_refused",
    message: isAddress(name)
      ? "A movie in a plan fetches the pictures of slides, but no recordings, faces and backgrounds."
      : "A script in a plan names no files: whoever runs the plan may be another machine.",
    hint: "Give a slide's picture by its http or https URL. `proxx movie render` makes movies of files.",
  }));
}
