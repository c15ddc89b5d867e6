import { ProxxError } from "@proxx/contract";

/** Where a database is, without the password; for people. */
export function describeAddress(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    // Not quoted: a password may stand in it.
    throw new ProxxError("invalid_document", "DATABASE_URL is no address of a Postgres database.", {
      hint: "Write it whole, such as postgres://proxx:password@localhost:5432/proxx; `%40` stands for an @ in the password.",
    });
  }
  const host = url.searchParams.get("host") ?? (url.host || "localhost");
  return `${url.protocol}//${host}${url.pathname}`;
}
