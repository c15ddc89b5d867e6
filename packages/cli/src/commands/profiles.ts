import { styleText } from "node:util";
import { legalContainers } from "@proxx/contract";
import { PROFILES, type Profile } from "@proxx/transcode";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatTable } from "../output/format-table.ts";
import { writeStdout } from "../output/write-stdout.ts";

export async function profiles(options: { json?: boolean }): Promise<ExitCode> {
  if (options.json) {
    const entries = PROFILES.map((profile) => ({
      name: profile.name,
      engine: profile.engine,
      codec: profile.codec,
      containers: containersOf(profile),
      resolution: profile.resolution,
      description: profile.description,
      rate_control: profile.rateControl,
    }));
    await writeStdout(`${JSON.stringify(entries, null, 2)}\n`);
    return EXIT_CODE.success;
  }
  const bold = (text: string) => styleText("bold", text, { stream: process.stdout });
  const rows = PROFILES.map((profile) => [
    bold(profile.name),
    profile.codec ?? "any",
    containersOf(profile)?.join(" ") ?? "any legal",
    profile.resolution,
    `${profile.description} (${profile.rateControl})`,
  ]);
  const heading = ["PROFILE", "CODEC", "CONTAINERS", "SIZE", "WHAT IT IS"];
  await writeStdout(`${formatTable([heading, ...rows])}\n`);
  return EXIT_CODE.success;
}

function containersOf({ codec, containers }: Pick<Profile, "codec" | "containers">): readonly string[] | null {
  return containers ?? (codec === null ? null : legalContainers(codec));
}
