import { addVoice, findSherpa, howToInstall, type AddedVoice, type AddProgress } from "@proxx/voices";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { writeStdout } from "../../output/write-stdout.ts";
import { createPlanProgress, type PlanProgressMode } from "../../progress/plan-progress.ts";
import { inMegabytes, runVoiceCommand, voiceNamed } from "./run-voice-command.ts";

export interface AddOptions {
  from?: string;
  again?: boolean;
  allowPrivateSources?: boolean;
  progress?: "auto" | PlanProgressMode;
}

/** Fetches a voice, says whose it is and what it may be used for, and what is missing for it to speak. */
export async function add(name: string, options: AddOptions): Promise<ExitCode> {
  return await runVoiceCommand(options, async ({ folder, network, signal, tell }) => {
    const voice = voiceNamed(name);
    const { licence, licenceUrl, bytes, description } = voice;
    tell("info", `${name}: ${description}, ${inMegabytes(bytes)}. Licence: ${licence} (${licenceUrl}).`);
    const show = createProgress(options.progress ?? "auto");
    const added = await addVoice(voice, {
      folder,
      network,
      from: options.from,
      again: options.again,
      signal,
      onProgress: show.show,
    }).finally(show.clear);
    await writeStdout(`${JSON.stringify(resultOf(added), null, 2)}\n`);
    tell("info", added.isNew ? `${name} speaks ${voice.language} where nobody else is named.` : `${name} was there.`);
    if (findSherpa(folder) === null) {
      tell(
        "warn",
        "What speaks with it is not installed yet.",
        `Run \`${howToInstall(folder)}\` once (33 MB, Apache 2.0).`,
      );
    }
    return EXIT_CODE.success;
  });
}

function resultOf({ voice: { name, language, licence, licenceUrl, sha256 }, folder, isNew }: AddedVoice) {
  return { name, language, licence, licenceUrl, sha256, folder, isNew };
}

const STEPS = { fetching: "Fetching", unpacking: "Unpacking" } as const;

/** Both steps as one: of what unpacking takes, fetching is the larger part nearly everywhere. */
function createProgress(wanted: "auto" | PlanProgressMode) {
  const mode = wanted === "auto" ? (process.stderr.isTTY ? "bar" : "none") : wanted;
  const progress = createPlanProgress(mode, process.stderr, "step");
  return {
    clear: progress.clear,
    show: ({ step, bytes, totalBytes }: AddProgress) => {
      const done = Math.min(1, bytes / totalBytes);
      progress.show({
        progress: step === "fetching" ? 80 * done : 80 + 20 * done,
        currentJob: null,
        message: `${STEPS[step]} ${inMegabytes(bytes)} of ${inMegabytes(totalBytes)}`,
        completedJobs: step === "fetching" ? 0 : 1,
        totalJobs: 2,
        etaSeconds: null,
      });
    },
  };
}
