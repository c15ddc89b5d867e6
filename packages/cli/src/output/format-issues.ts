import { styleText } from "node:util";
import type { Issue } from "@proxx/contract";

/** Issues for a person: where, what, and how to mend it. */
export function formatIssues(issues: readonly Issue[], stream: NodeJS.WriteStream): string {
  const paint = (format: "red" | "bold" | "gray", text: string) => styleText(format, text, { stream });
  return issues
    .map(
      ({ path, code, message, hint }) =>
        `${paint("red", "✗")} ${paint("bold", path)} ${message} ${paint("gray", `[${code}]`)}\n  → ${hint}\n`,
    )
    .join("");
}
