import { readFileSync } from "node:fs";
import { Client } from "pg";

/** In which Linux counts, whatever the machine. */
const TICKS_A_SECOND = 100;

/** What all processes of a Postgres on this machine have computed, those that have ended included. */
export async function databaseCpuSeconds(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: servers } = await client.query<{ pid: number }>(
      "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer AS pid",
    );
    const { rows: backends } = await client.query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
    const own = backends.map(({ pid }) => ticksOf(pid).own);
    const all = servers.map(({ pid }) => ticksOf(pid)).map(({ own, ended }) => own + ended);
    return [...own, ...all].reduce((sum, ticks) => sum + ticks, 0) / TICKS_A_SECOND;
  } finally {
    await client.end();
  }
}

/** Fields 14 to 17 of its line; the name before them may have spaces in it. */
function ticksOf(pid: number): { own: number; ended: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").map(Number) ?? [];
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { own: user + system, ended: endedUser + endedSystem };
}
