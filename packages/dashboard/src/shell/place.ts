/**
 * Where in the page one is, after the `#` of the address: so the page works wherever it lies, and each place is a link.
 * `#/executions/exec_1?tab=graph` is the path `["executions", "exec_1"]` with a query.
 */
import { signal } from "@preact/signals";

export interface Place {
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export const place = signal<Place>({ path: [], query: {} });

/** How far down each place was scrolled, for whoever comes back to it. */
const scrolledTo = new Map<string, number>();
let shown = "";

export function followPlace(): void {
  const read = () => {
    scrolledTo.set(shown, scrollY);
    const before = place.peek().path.join("/");
    shown = location.hash;
    place.value = readPlace(shown);
    if (before !== place.peek().path.join("/")) {
      requestAnimationFrame(() => scrollTo(0, scrolledTo.get(shown) ?? 0));
    }
  };
  addEventListener("hashchange", read);
  read();
}

function readPlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter((part) => part !== "");
  return { path: parts.map(decoded), query: Object.fromEntries(new URLSearchParams(query)) };
}

export function hrefOf(path: readonly string[], query: Readonly<Record<string, string | null>> = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === "" ? [] : [[name, value]],
  );
  const search =
    given.length === 0 ? "" : `?${new URLSearchParams(Object.fromEntries(given) as Record<string, string>)}`;
  return `#/${path.map(encodeURIComponent).join("/")}${search}`;
}

/** Changes the query of where one is; what is null is taken out. It is no step of its own for whoever goes back. */
export function changeQuery(change: Readonly<Record<string, string | null>>): void {
  const { path, query } = place.peek();
  const href = hrefOf(path, { ...query, ...change });
  history.replaceState(null, "", `${location.pathname}${location.search}${href}`);
  shown = href;
  place.value = readPlace(href);
}

export function goTo(path: readonly string[], query: Readonly<Record<string, string | null>> = {}): void {
  location.hash = hrefOf(path, query);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
