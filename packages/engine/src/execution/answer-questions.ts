import { readBaseResult } from "./base-result.ts";
import { describeError } from "../state/execution-error.ts";
import type { Question } from "../state/decision.ts";
import type { Deliberation } from "../state/deliberate.ts";
import type { Standing } from "../state/execution-state.ts";
import type { ExecutionJob } from "../state/job-state.ts";
import type { News } from "../state/news.ts";
import { filesAmongInputs } from "../state/resolve-inputs.ts";
import { createLookupExplainer } from "../store/explain-lookup.ts";
import { findReusable, type Lookup } from "../store/find-reusable.ts";
import { askLedger } from "../ledger/ask-ledger.ts";
import { createIngestion } from "../sources/ingest-sources.ts";
import type { EngineResources } from "./engine-resources.ts";
import { baseOf, type ExecutionContext } from "./execution-context.ts";

/** Finds out what the moves of an execution ask, outside of any transaction. The answers are news. */
export interface Answerer {
  /** Answers what a move asks: once, however often it is asked before the answer is heard. */
  answer(made: Deliberation): void;
  /** The same for a move that is to come, as far as nothing is changed by it; null where nothing is asked by it that was not before. */
  lookAhead(made: Deliberation): Promise<void> | null;
  /** When nothing is being found out any more. */
  settled(): Promise<void>;
}

/** So many are looked up at a time, and then told together, in the order of the jobs. */
const LOOKUPS_AT_A_TIME = 32;

export function createAnswerer(
  context: ExecutionContext,
  about: { workFolder: () => Promise<string>; cancelRun: (entry: ExecutionJob) => Promise<void> },
): Answerer {
  const { setup, resources, signal, tell } = context;
  const asked = new Set<string>();
  const answering = new Set<Promise<void>>();
  const explain = createLookupExplainer(resources.reuse);
  const ingestion = createIngestion(resources, {
    baseFolder: setup.baseFolder,
    ownSources: setup.ownSources ?? {},
    signal,
    tenant: setup.tenant,
    group: context,
    groupRank: setup.number,
    workFolder: about.workFolder,
  });

  function answer({ heard, questions, standing }: Deliberation): void {
    for (const { news } of heard) {
      if (news.kind === "looked-up") asked.delete(nameOf({ kind: "look-up", jobId: news.jobId }));
    }
    void Promise.all(findOutAll(questions, standing));
  }

  /** What nobody has asked before is found out, by where all stands. */
  function findOutAll(questions: readonly Question[], standing: Standing): Promise<void>[] {
    const fresh = questions.filter((question) => {
      const name = nameOf(question);
      if (asked.has(name)) return false;
      asked.add(name);
      return true;
    });
    const lookUps = fresh.flatMap((question) => (question.kind === "look-up" ? [question] : []));
    const others = fresh.flatMap((question) => (question.kind === "look-up" ? [] : [findOut(question, standing)]));
    return [...(lookUps.length > 0 ? [lookUpAll(lookUps, standing)] : []), ...others].map(follow);
  }

  function follow(work: Promise<void>): Promise<void> {
    answering.add(work);
    return work.finally(() => answering.delete(work));
  }

  async function lookUpAll(questions: readonly (Question & { kind: "look-up" })[], standing: Standing): Promise<void> {
    for (let index = 0; index < questions.length; index += LOOKUPS_AT_A_TIME) {
      const lot = questions.slice(index, index + LOOKUPS_AT_A_TIME);
      const answers = await Promise.all(lot.map(({ jobId }) => lookUpJob(jobId, standing)));
      const areRead = context.events.areRead || resources.explainMisses;
      const news: News[] = [];
      for (const answer of answers) news.push(areRead ? await explained(answer, standing) : answer);
      tell(...news);
    }
  }

  async function lookUpJob(jobId: string, standing: Standing): Promise<News> {
    const entry = standing.jobs.get(jobId);
    if (entry === undefined) throw new Error(`Expected a job ${jobId}`);
    try {
      const lookup = await lookUp(entry, { ...standing, base: baseOf(standing), verify: setup.verify }, resources);
      return { kind: "looked-up", jobId, lookup, why: [] };
    } catch (error) {
      return { kind: "failed", jobId, error: describeError(error, { jobId, type: entry.job.type }) };
    }
  }

  async function explained(news: News, { jobs }: Standing): Promise<News> {
    const entry = news.kind === "looked-up" ? jobs.get(news.jobId) : undefined;
    if (news.kind !== "looked-up" || entry === undefined) return news;
    return { ...news, why: await explain(news.lookup, entry.job, entry.state.ingredients) };
  }

  async function findOut(question: Exclude<Question, { kind: "look-up" }>, standing: Standing): Promise<void> {
    tell(await answerOf(question, standing));
  }

  async function answerOf(question: Exclude<Question, { kind: "look-up" }>, { jobs }: Standing): Promise<News> {
    if (question.kind === "read-base") return readBase();
    const { jobId } = question;
    const entry = jobs.get(jobId);
    if (entry === undefined) throw new Error(`Expected a job ${jobId}`);
    if (question.kind === "end-elsewhere") {
      await about.cancelRun(entry);
      return { kind: "stopped", jobId };
    }
    const { index } = question;
    try {
      const placed = entry.job.sources[index];
      if (placed?.from.kind !== "location") throw new Error(`Expected ${jobId} to have a source at ${index}`);
      return { kind: "source-read", jobId, index, source: await ingestion.ingest(placed, placed.from.location) };
    } catch (error) {
      return { kind: "failed", jobId, error: describeError(error, { jobId, type: entry.job.type }) };
    }
  }

  async function readBase(): Promise<News> {
    const { ledger, store, closing } = resources;
    try {
      const id = setup.baseExecutionId ?? "";
      const record = await askLedger(() => ledger.read(id), closing);
      return { kind: "base-read", result: await readBaseResult(record, id, { store, verify: setup.verify }) };
    } catch (error) {
      return { kind: "base-failed", error: describeError(error, { jobId: null }) };
    }
  }

  return {
    answer,
    lookAhead({ questions, standing }) {
      // A run is ended at its provider when it is decided that it is, and not before.
      const harmless = questions.filter(({ kind }) => kind !== "end-elsewhere");
      const answers = findOutAll(harmless, standing);
      return answers.length === 0 ? null : Promise.all(answers).then(() => {});
    },
    async settled() {
      await Promise.all(answering);
      await ingestion.settled();
    },
  };
}

function nameOf(question: Question): string {
  return JSON.stringify(question);
}

/** Whether what a job would make is there. */
export function lookUp(
  { job, state, renderer }: ExecutionJob,
  { verify, ...surroundings }: Parameters<typeof filesAmongInputs>[1] & { verify: boolean },
  { reuse, store }: Pick<EngineResources, "reuse" | "store">,
): Promise<Lookup> {
  if (state.key === null) throw new Error(`Expected \`${job.id}\` to have its key`);
  const inputs = filesAmongInputs({ job, state, renderer }, surroundings);
  return findReusable({ type: job.type, key: state.key }, { reuse, store, verify, inputs });
}
