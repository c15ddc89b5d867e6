import type { ClientBase, Connection } from "pg";

declare module "pg" {
  interface ClientBase {
    /** Given to clients alone by the types, and there in a pool's as well. */
    readonly connection: Connection;
  }
}

/**
 * What is told to a connection in this turn of the event loop goes out as one packet: a move has a dozen statements, and to
 * hand each to the network by itself takes longer than all the rest that is done for it.
 */
export function sendTogether({ connection: { stream } }: ClientBase): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}
