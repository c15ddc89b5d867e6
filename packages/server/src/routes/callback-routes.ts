import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import type { ServerParts } from "./server-parts.ts";

/** Where providers say that a run has ended. */
export function callbackRoutes({ callBack }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "POST",
      path: "/api/callbacks/:token",
      summary: "A provider has news for a job",
      description:
        "The address is made for one job and given to its provider. Nothing that comes with it is read: the job that waits asks the provider at once, and believes what it is answered.",
      open: true,
      hasSecretPath: true,
      answers: {
        204: { description: "It is asked, where it still waits." },
        404: problemAnswer("No job has this address."),
      },
      async handle({ param }) {
        if (!(await callBack(param("token")))) throw nobodys();
        return new Response(null, { status: 204 });
      },
    }),
  ];
}

function nobodys(): Problem {
  return new Problem({
    status: 404,
    code: "callback_unknown",
    title: "There is no such callback.",
    detail: "The address was not made by this server, or not with the key that it has now.",
    hint: "Take the address as it was given, to its last letter.",
  });
}
