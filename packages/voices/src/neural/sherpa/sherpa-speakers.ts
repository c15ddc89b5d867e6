/**
 * Models that speak, each in a process of its own. In this process a model would end it: sherpa-onnx exits, aborts or crashes where
 * a model is damaged or a text has nothing that it knows. A process has its model for as long as there is something to say, and a
 * moment longer; what it was saying when it ended has failed, and what waits is said by the next one.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson, ProxxError } from "@proxx/contract";
import { runTool, toolFailure, type ToolRun } from "@proxx/media";
import type { DecodedSound } from "../../sound/decode-sound.ts";
import { SHERPA_PROGRAM, sherpaAnswerSchema, type SherpaAnswer, type SherpaRequest } from "./sherpa-program.ts";

interface SherpaModel {
  /** As scripts name its voice. */
  name: string;
  /** The module that has it. */
  module: string;
  /** What that takes. */
  config: object;
}

export interface SherpaSpeakers {
  speak(model: SherpaModel, utterance: Utterance, signal: AbortSignal): Promise<SaidSentences>;
}

interface SaidSentences extends DecodedSound {
  /** At which sample each sentence begins, as the model parts them. */
  starts: readonly number[];
}

type Utterance = Omit<SherpaRequest, "path">;

interface Waiting {
  utterance: Utterance;
  signal: AbortSignal;
  resolve: (said: SaidSentences) => void;
  reject: (error: unknown) => void;
}

/** Loading a model takes a second, so one that is about to be asked again is not ended. */
const IDLE_MS = 1000;
/** A minute of speech takes seconds; longer than this nothing does. */
const STALL_MS = 5 * 60_000;

export function createSherpaSpeakers(): SherpaSpeakers {
  const speakers = new Map<string, ReturnType<typeof createSpeaker>>();
  return {
    speak(model, utterance, signal) {
      const key = canonicalJson({ ...model });
      const speaker = speakers.get(key) ?? createSpeaker(model);
      speakers.set(key, speaker);
      return speaker.speak(utterance, signal);
    },
  };
}

function createSpeaker(model: SherpaModel) {
  const waiting: Waiting[] = [];
  let isAtWork = false;
  let tellOfMore = () => {};

  const work = async () => {
    isAtWork = true;
    while (dropStopped(waiting).length > 0) {
      // Whoever it is for is told; here it only must go on with the next.
      await sayAll(model, waiting, (tell) => (tellOfMore = tell)).catch((error: unknown) =>
        waiting.shift()?.reject(error),
      );
    }
    isAtWork = false;
  };

  return {
    speak(utterance: Utterance, signal: AbortSignal): Promise<SaidSentences> {
      const { promise, resolve, reject } = Promise.withResolvers<SaidSentences>();
      waiting.push({ utterance, signal, resolve, reject });
      tellOfMore();
      if (!isAtWork) void work();
      return promise;
    },
  };
}

/** Starts a process, and has it say what waits, one after the other, until nothing does. */
async function sayAll(model: SherpaModel, waiting: Waiting[], onMore: (tell: () => void) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "proxx-voice-"));
  const path = join(folder, "samples");
  const stop = new AbortController();
  let current: Waiting | null = null;
  let answers = Promise.withResolvers<SherpaAnswer>();
  const end = () => stop.abort();
  const take = (next: Waiting | null) => {
    current?.signal.removeEventListener("abort", end);
    current = next;
    next?.signal.addEventListener("abort", end, { once: true });
  };

  async function* requests() {
    for (;;) {
      const next = await nextOf(waiting, onMore, stop.signal);
      if (next === null) return;
      answers = Promise.withResolvers();
      take(next);
      yield Buffer.from(`${JSON.stringify({ ...next.utterance, path } satisfies SherpaRequest)}\n`);
      const answer = await answers.promise;
      const bytes = await readFile(path);
      take(null);
      next.resolve({ samples: new Float32Array(new Uint8Array(bytes).buffer), ...answer });
    }
  }

  // Asked through a function: it is set where the compiler does not see it.
  const unsaid = () => current;
  try {
    const run = await runTool({
      command: process.execPath,
      args: ["-e", SHERPA_PROGRAM, model.module, JSON.stringify(model.config)],
      input: requests(),
      signal: stop.signal,
      stallMs: STALL_MS,
      onStdoutLine: (line) => {
        const answer = readAnswer(line);
        if (answer !== null) answers.resolve(answer);
      },
    });
    unsaid()?.reject(failureOf(run, model));
  } catch (error) {
    const failed = unsaid();
    if (failed === null) throw error;
    failed.reject(error);
  } finally {
    take(null);
    stop.abort();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A process that breaks off says why before it does, in a line or two; which signal it is then is the machine's affair. */
function failureOf(run: ToolRun, { name }: SherpaModel): ProxxError {
  const doing = `speaking with ${name}`;
  const hint = `Where other texts fail as well, fetch the voice again: \`proxx voices add ${name} --again\`.`;
  const hasBroken = run.endedBy === null && (run.signal === null || ["SIGABRT", "SIGSEGV"].includes(run.signal));
  if (!hasBroken) return toolFailure(run, { tool: "sherpa-onnx", doing, hint });
  const said = run.stderrTail.slice(-3).join(" ").trim();
  const why = said === "" ? (run.signal ?? `it ended with ${run.exitCode}`) : said;
  return new ProxxError("tool_failed", `sherpa-onnx broke off while ${doing}: ${why}`, { hint });
}

/** What is to be said next; null when for a moment there was nothing, or the process is gone. */
async function nextOf(
  waiting: Waiting[],
  onMore: (tell: () => void) => void,
  signal: AbortSignal,
): Promise<Waiting | null> {
  if (waiting.length === 0 && !signal.aborted) {
    const more = Promise.withResolvers<void>();
    onMore(more.resolve);
    const timer = setTimeout(more.resolve, IDLE_MS);
    signal.addEventListener("abort", () => more.resolve(), { once: true });
    await more.promise;
    clearTimeout(timer);
  }
  return signal.aborted ? null : (dropStopped(waiting).shift() ?? null);
}

/** Whoever is not waiting any more is told so, and taken out. */
function dropStopped(waiting: Waiting[]): Waiting[] {
  for (const one of waiting.splice(0)) {
    if (one.signal.aborted) one.reject(stopped());
    else waiting.push(one);
  }
  return waiting;
}

function readAnswer(line: string) {
  try {
    return sherpaAnswerSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function stopped(): ProxxError {
  return new ProxxError("aborted", "Stopped while a line was spoken.", { hint: "Run it again." });
}
