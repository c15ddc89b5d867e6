import { styleText } from "node:util";
import type { MovieEstimate, MovieFinding, MovieReport } from "@proxx/movie";
import { formatTable } from "../output/format-table.ts";

/** A report for a person: what was found and how to mend it, then how long each section will be. */
export function describeReport({ findings, estimate }: MovieReport, stream: NodeJS.WriteStream): string {
  const found = findings.map((finding) => describeFinding(finding, stream)).join("");
  const table = estimate === null ? "" : `${describeSections(estimate)}\n`;
  return found === "" || table === "" ? `${found}${table}` : `${found}\n${table}`;
}

function describeFinding(finding: MovieFinding, stream: NodeJS.WriteStream): string {
  const { severity, document, path, code, message, hint } = finding;
  const paint = (format: "red" | "yellow" | "bold" | "gray", text: string) => styleText(format, text, { stream });
  const mark = severity === "error" ? paint("red", "✗") : paint("yellow", "!");
  const place = document === "script" ? path : `${document} ${path}`;
  return `${mark} ${paint("bold", place)} ${message} ${paint("gray", `[${code}]`)}\n  → ${hint}\n`;
}

function describeSections({ sections, slides, seconds }: MovieEstimate): string {
  const rows = sections.map((section, index) => [
    `${index + 1}`,
    clock(section.seconds),
    `${section.slides}`,
    section.title,
  ]);
  return formatTable([["", "TIME", "SLIDES", "SECTION"], ...rows, ["", clock(seconds), `${slides}`, ""]]);
}

/** What a report comes to, in a line. */
export function summariseReport({ findings, estimate }: MovieReport): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const found =
    findings.length === 0
      ? "Nothing to mend"
      : `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`;
  if (estimate === null) return `${found}: the script is not valid, and nothing more was looked at`;
  const { seconds, words, measured } = estimate;
  return `${found}; ${measured ? "" : "about "}${clock(seconds)}, ${count(words, "word")}`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
