import { ProxxError } from "@proxx/contract";

export function notEmpty(): ProxxError {
  return new ProxxError("database_unusable", "There are executions in the database already.", {
    hint: "Import into an empty one: another DATABASE_URL, or another folder with `--data`.",
  });
}

export function unreadable(why: string, cause?: unknown): ProxxError {
  return new ProxxError("document_unreadable", `The archive cannot be taken: ${why}.`, {
    hint: "Export it once more; nothing of it was taken.",
    cause,
  });
}

export function otherForm(theirs: number, ours: number): ProxxError {
  return new ProxxError(
    "document_unreadable",
    `The archive has the form ${theirs}, and the database the form ${ours}.`,
    {
      hint: "Export and import with the same version of Proxx.",
    },
  );
}
