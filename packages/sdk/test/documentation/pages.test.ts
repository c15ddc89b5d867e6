import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./printed-blocks.ts";

const PAGES = globSync(["*.md", "docs/**/*.md", "packages/*/README.md"], { cwd: ROOT }).toSorted();

interface Link {
  /** From the root. A folder, or a file. */
  readonly path: string;
  readonly anchor: string;
}

/** The links of a page to what is in the repository. */
function linksOf(page: string): Link[] {
  const text = readFileSync(join(ROOT, page), "utf8").replaceAll(/^```.*?^```/gms, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor = ""] = target.split("#");
      return { path: path === "" ? page : normalize(join(dirname(page), path)).replace(/\/$/, ""), anchor };
    });
}

/** What GitHub calls the headings of a page. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(join(ROOT, page), "utf8")
    .replaceAll(/^```.*?^```/gms, "")
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the pages", () => {
  it.each(PAGES)("%s has no link to what is not there", (page) => {
    const dead = linksOf(page).filter(({ path, anchor }) => {
      if (!existsSync(join(ROOT, path))) return true;
      return anchor !== "" && !(path.endsWith(".md") && anchorsOf(path).includes(anchor));
    });
    expect(dead).toEqual([]);
  });

  it("can all be reached from the first one of docs/", () => {
    const reached = new Set<string>();
    const visit = (page: string) => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const { path } of linksOf(page)) {
        if (PAGES.includes(path)) visit(path);
        // A folder is shown with all that is in it.
        else for (const inside of PAGES.filter((one) => dirname(one) === path)) visit(inside);
      }
    };
    visit("docs/README.md");
    expect(PAGES.filter((page) => page.startsWith("docs/") && !reached.has(page))).toEqual([]);
  });
});
