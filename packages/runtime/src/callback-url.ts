/**
 * Where providers reach a server to say that there is news for a job, by its token. They are on the network, and take no
 * address without TLS; undefined where the server has none.
 */
export function callbackUrlBelow(publicUrl: string | null | undefined): ((token: string) => string) | undefined {
  if (publicUrl?.startsWith("https:") !== true) return undefined;
  return (token) => `${publicUrl.replace(/\/+$/, "")}/api/callbacks/${token}`;
}
