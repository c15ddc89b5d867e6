/** Prepared once a connection, under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** Runs a statement, and gives the rows that it returns. Several that are told together are answered in their order. */
export type Run = (statement: Statement, values: readonly unknown[]) => Promise<readonly Row[]>;

export interface Transaction {
  readonly run: Run;
  /** For what needs no answer: that it failed is found when all of it is to be kept. */
  readonly send: (statement: Statement, values: readonly unknown[]) => void;
  /** For what is answered when all of it is kept: nobody may wait for it within the transaction. */
  readonly runLast: Run;
}
