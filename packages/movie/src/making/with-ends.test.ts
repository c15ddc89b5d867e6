import { checkScript, type Script, type ScriptDocument } from "@proxx/contract";
import { expect, test } from "vitest";
import { withEnds } from "./with-ends.ts";

function scriptOf(document: Partial<ScriptDocument>): Script {
  const { script } = checkScript({ title: "Bread", sections: [{ title: "Why it rises" }], ...document });
  if (script === null) throw new Error("The script is not valid");
  return script;
}

const both = { intro: true, outro: true };
const shown = ({ sections }: Script) => sections.map(({ id, slide }) => [id, slide]);

test("before a script stands its title with the brand's logo, behind it who wrote what, once each", () => {
  const script = scriptOf({
    description: "Wild yeast is slow.",
    sources: [
      { url: "https://www.example.com/bread", title: "Slow bread", author: "Hanna Lind" },
      { path: "notes.md", author: "Hanna Lind" },
    ],
    sections: [{ id: "intro", title: "Why it rises", image_credit: "Rui Vale" }],
  });
  expect(shown(withEnds(script, both))).toEqual([
    ["intro-2", { layout: "title", title: "Bread", subtitle: "Wild yeast is slow.", logo: true }],
    ["intro", undefined],
    [
      "outro",
      {
        layout: "credits",
        title: "Credits",
        rows: [
          { role: "Text", name: "Hanna Lind" },
          { role: "Source", name: "Slow bread, example.com" },
          { role: "Pictures", name: "Rui Vale" },
        ],
      },
    ],
  ]);
});

test("a script that begins with its title and ends in credits has no second one of either", () => {
  const rows = [{ role: "Text", name: "Hanna Lind" }];
  const script = scriptOf({
    sections: [
      { id: "title", title: "Bread", slide: { layout: "title", title: "Bread", subtitle: "A month" } },
      { id: "credits", title: "Credits", slide: { layout: "credits", rows } },
    ],
  });
  const card = { layout: "title", title: "Bread", subtitle: "A month", logo: true };
  expect(shown(withEnds(script, both))).toEqual([
    ["intro", card],
    ["title", card],
    ["credits", { layout: "credits", rows }],
  ]);
});

test("what the script says of its ends goes before what the configuration says", () => {
  expect(withEnds(scriptOf({ intro: false, outro: false }), both).sections).toHaveLength(1);
  expect(withEnds(scriptOf({ intro: true, outro: true }), { intro: false, outro: false }).sections).toHaveLength(3);
});
