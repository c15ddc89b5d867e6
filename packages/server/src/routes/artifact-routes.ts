import { extname } from "node:path";
import { printable } from "@proxx/contract";
import { openLocalFile } from "../files/open-local-file.ts";
import { sendFile } from "../files/send-file.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import type { ServerParts } from "./server-parts.ts";

/** What executions have made. */
export function artifactRoutes({ executions, openArtifact }: ServerParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/artifacts/:sha256",
      summary: "A file that an execution made",
      description: "By the SHA-256 of its bytes, where one of your executions has made it.",
      headers: {
        Range: "`bytes=first-last`: one part of it.",
        "If-Range": "The part only while the file has this ETag, else the whole.",
        "If-None-Match": "Nothing where it still has this ETag.",
      },
      answers: {
        200: { description: "The file.", mediaType: "*/*" },
        206: { description: "The part.", mediaType: "*/*" },
        304: { description: "It is the same." },
        404: problemAnswer("None of your executions has made it."),
        410: problemAnswer("One has, and its bytes are not there any more, or not what they were."),
        416: { description: "It is not so long." },
      },
      async handle({ raw, param, tenant }) {
        const sha256 = param("sha256");
        const file = /^[0-9a-f]{64}$/.test(sha256) ? await executions.file(sha256, tenant) : null;
        if (file === null) throw artifactNotFound(sha256);
        // A source that was handed on is in no store.
        const opened = (await openArtifact(sha256)) ?? (await openLocalFile(file.path));
        if (opened?.size !== file.size) throw artifactLost(sha256);
        return sendFile({ ...file, ...opened, name: `${sha256.slice(0, 12)}${extname(file.path)}` }, raw);
      },
    }),
  ];
}

function artifactLost(sha256: string): Problem {
  return new Problem({
    status: 410,
    code: "artifact_lost",
    title: "The artifact is lost.",
    detail: `The bytes of ${sha256} are not there any more, or not what they were.`,
    hint: "Run the plan again; what is lost is made anew.",
  });
}

function artifactNotFound(sha256: string): Problem {
  return new Problem({
    status: 404,
    code: "artifact_not_found",
    title: "There is no such artifact.",
    detail: `No execution of yours has made ${printable(sha256, 80)}.`,
    hint: "Take the `url` of an execution's outputs as it is.",
  });
}
