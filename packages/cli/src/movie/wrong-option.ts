import { ProxxError } from "@proxx/contract";

/** What is wrong with an option that only its meaning shows, such as a theme that there is not. */
export class WrongOption extends ProxxError {
  constructor(cause: ProxxError) {
    super(cause.code, cause.message, { hint: cause.hint, cause });
  }
}

/** Runs a check of what an option says. */
export function checkOption<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (error instanceof ProxxError) throw new WrongOption(error);
    throw error;
  }
}
