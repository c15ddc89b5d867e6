import { findSherpa, howToInstall, installedVoices, NEURAL_VOICES } from "@proxx/voices";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { formatTable } from "../../output/format-table.ts";
import { writeStdout } from "../../output/write-stdout.ts";
import { inMegabytes, runVoiceCommand } from "./run-voice-command.ts";

/** Lists the voices that can be added, and says which were. */
export async function list(options: { json?: boolean }): Promise<ExitCode> {
  return await runVoiceCommand({}, async ({ folder }) => {
    const installed = installedVoices({ folder });
    const sherpa = findSherpa(folder);
    const voices = NEURAL_VOICES.map((voice) => {
      const { name, language, description, licence, licenceUrl, bytes, speakers } = voice;
      const there = installed.find((one) => one.voice.name === name);
      const people = { speakers: speakers?.count ?? 1, speakerNames: speakers?.names ?? [] };
      return { name, language, description, licence, licenceUrl, bytes, ...people, folder: there?.folder ?? null };
    });
    const found = { voices, folder, engine: sherpa?.version ?? null };
    await writeStdout(options.json === true ? `${JSON.stringify(found, null, 2)}\n` : describe(found));
    return EXIT_CODE.success;
  });
}

interface Found {
  voices: {
    name: string;
    language: string;
    description: string;
    licence: string;
    bytes: number;
    folder: string | null;
  }[];
  folder: string;
  engine: string | null;
}

function describe({ voices, folder, engine }: Found): string {
  const rows = voices.map(({ name, language, description, licence, bytes, folder: place }) => [
    ...[name, language, place === null ? inMegabytes(bytes) : "added", licence, description],
  ]);
  const isAnyThere = voices.some(({ folder: place }) => place !== null);
  return [
    `${formatTable([["VOICE", "LANGUAGE", "SIZE", "LICENCE", "IS"], ...rows])}\n`,
    "`proxx voices add NAME` fetches one, once. `proxx movie voices` lists all who speak here.\n",
    ...(engine === null && isAnyThere ? [`What speaks with them is not installed: ${howToInstall(folder)}\n`] : []),
  ].join("\n");
}
