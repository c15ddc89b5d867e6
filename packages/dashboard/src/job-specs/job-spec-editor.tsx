import { batch, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../live/server.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { useAction } from "../parts/use-action.ts";
import { goTo } from "../shell/place.ts";
import { words } from "../words/words.ts";
import type { PlacedIssue } from "./issue-lines.ts";
import { JobSpecForm } from "./job-spec-form.tsx";
import { checkText } from "./read-text.ts";
import { exampleSpec, writeSpec } from "./spec-form.ts";

const TYPING_MS = 300;

/** A JobSpec as a form and as text, with what is wrong beside its lines, and a button that runs it. */
export function JobSpecEditor() {
  const { jobSpecs } = words.value;
  const text = useSignal("");
  const issues = useSignal<readonly PlacedIssue[] | null>(null);
  const error = useSignal<unknown>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    issues.value = null;
    if (text.value.trim() === "") return;
    const stop = new AbortController();
    const check = async () => {
      const found = await checkText(text.peek(), stop.signal);
      if (stop.signal.aborted) return;
      batch(() => {
        issues.value = found;
        error.value = null;
      });
    };
    const fail = (reason: unknown) => {
      if (!stop.signal.aborted) error.value = reason;
    };
    const timer = setTimeout(() => void check().catch(fail), TYPING_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text.value]);

  const start = useAction();
  const run = async () => {
    const { id } = await client.jobSpecs.start(JSON.parse(text.value));
    goTo(["jobspecs", id]);
  };
  const isValid = issues.value?.length === 0;
  return (
    <div class="editor">
      <div class="stack">
        <form class="card detail movie-form" aria-label={jobSpecs.form} onSubmit={(event) => event.preventDefault()}>
          <JobSpecForm text={text.value} issues={issues.value ?? []} onText={(now) => (text.value = now)} />
        </form>
        <div class="actions">
          <button
            type="button"
            class="button main-action"
            disabled={!isValid || start.isBusy.value}
            onClick={() => void start.perform(run)}
          >
            {jobSpecs.run}
          </button>
          {text.value === "" && (
            <button type="button" class="button" onClick={() => (text.value = writeSpec(exampleSpec(new Date())))}>
              {jobSpecs.example}
            </button>
          )}
        </div>
        {error.value !== null && <FailureNote error={error.value} />}
        {start.error.value !== null && <FailureNote error={start.error.value} />}
        {isValid && (
          <p class="mark" data-tone="completed">
            <Icon name="tick" />
            {jobSpecs.valid}
          </p>
        )}
        <IssueList issues={issues.value ?? []} onChoose={(line) => chooseLine(field.current, line)} />
      </div>
      <div class="card">
        <Sheet text={text.value} field={field} issues={issues.value ?? []} onText={(now) => (text.value = now)} />
      </div>
    </div>
  );
}

interface SheetProps {
  text: string;
  field: { current: HTMLTextAreaElement | null };
  issues: readonly PlacedIssue[];
  onText: (text: string) => void;
}

function Sheet({ text, field, issues, onText }: SheetProps) {
  const { jobSpecs } = words.value;
  const bad = new Map(issues.map(({ line, message }) => [line, message]));
  const lines = Array.from({ length: Math.max(12, text.split("\n").length) }, (_, index) => index + 1);
  return (
    <div class="sheet">
      <ol aria-hidden="true">
        {lines.map((line) => (
          <li key={line} data-bad={bad.has(line) ? "" : undefined} title={bad.get(line)}>
            {line}
          </li>
        ))}
      </ol>
      <textarea
        ref={field}
        aria-label={jobSpecs.sheet}
        aria-invalid={issues.length > 0}
        spellcheck={false}
        autoCapitalize="off"
        value={text}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
    </div>
  );
}

function IssueList({ issues, onChoose }: { issues: readonly PlacedIssue[]; onChoose: (line: number) => void }) {
  const { jobSpecs } = words.value;
  if (issues.length === 0) return null;
  return (
    <div class="issues" role="status">
      <h3>{jobSpecs.issues(issues.length)}</h3>
      {issues.map(({ path, code, message, hint, line }) => (
        <div key={`${path} ${code} ${message}`} class="issue">
          {line !== null && (
            <button type="button" onClick={() => onChoose(line)}>
              {jobSpecs.line(line)}
            </button>
          )}{" "}
          <code>{path}</code>
          <p>{message}</p>
          <p class="soft">{hint}</p>
        </div>
      ))}
    </div>
  );
}

function chooseLine(field: HTMLTextAreaElement | null, line: number): void {
  if (field === null) return;
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}
