import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { removeVoice, runVoiceCommand, voiceNamed } from "./run-voice-command.ts";

export async function remove(name: string): Promise<ExitCode> {
  return await runVoiceCommand({}, async ({ folder, tell }) => {
    const isGone = await removeVoice(folder, voiceNamed(name));
    tell("info", isGone ? `${name} was removed.` : `${name} was not there.`);
    return EXIT_CODE.success;
  });
}
