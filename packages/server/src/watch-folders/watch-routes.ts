import { WATCH_STATES, type WatchFolders } from "@proxx/contract";
import { takeFrame } from "@proxx/transcode";
import { z } from "zod";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { operatorsOnly } from "../routes/metrics-routes.ts";
import { readResult, readWatchFolder } from "./read-watch-folder.ts";

const frameSchema = z.strictObject({
  folder: z.string().regex(/^\d{1,3}$/, "Expected the place of a folder in the list"),
  state: z.enum(WATCH_STATES),
  name: z.string().regex(/^[^/\\\p{Cc}]{1,220}\.json$/u, "Expected the name of a JobSpec"),
  clip: z.string().regex(/^\d{1,4}$/, "Expected the place of a clip in the result"),
  of: z.enum(["source", "output"]),
});

/** Watch folders, as they lie there. They are ruled by their files alone, and nothing here changes any. */
export function watchRoutes({ watchFolders }: { watchFolders: readonly string[] }): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/watch",
      summary: "What lies in the watch folders",
      description: "Those that the server was started with, by `--watch`. For the operator.",
      answers: {
        200: { description: "As they are.", mediaType: "application/json", schema: "WatchFolders" },
        403: problemAnswer("The key is a tenant's."),
      },
      async handle({ tenant }) {
        if (tenant !== null) throw operatorsOnly();
        const folders = await Promise.all(watchFolders.map(readWatchFolder));
        return Response.json({ folders } satisfies WatchFolders);
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/watch/frame",
      summary: "A picture of a clip of a watch folder",
      description: "Out of the middle of its source, or of what was made of it.",
      query: frameSchema,
      answers: {
        200: { description: "The picture.", mediaType: "image/jpeg" },
        400: problemAnswer("The query is not valid."),
        403: problemAnswer("The key is a tenant's."),
        404: problemAnswer("There is no such clip."),
      },
      async handle({ tenant }, { folder, state, name, clip, of }) {
        if (tenant !== null) throw operatorsOnly();
        const path = watchFolders[Number(folder)];
        const result = path === undefined ? null : await readResult(path, state, name);
        const found = result?.clips[Number(clip)];
        const file = of === "source" ? found?.source_path : found?.output_path;
        if (found === undefined || file === undefined || file === null) throw noPicture();
        const picture = await takeFrame(file, 0).catch(() => null);
        if (picture === null) throw noPicture();
        return new Response(picture, {
          headers: { "content-type": "image/jpeg", "cache-control": "private, max-age=3600" },
        });
      },
    }),
  ];
}

function noPicture(): Problem {
  return new Problem({
    status: 404,
    code: "frame_not_found",
    title: "There is no such picture.",
    detail: "No result of a watch folder names such a clip, or its file is not there any more.",
    hint: "`GET /api/watch` lists what there is.",
  });
}
