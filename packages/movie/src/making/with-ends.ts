import type { Script, Section, Slide } from "@proxx/contract";
import { tongueOf } from "../writing/language/tongue-of.ts";

export interface Ends {
  readonly intro: boolean;
  readonly outro: boolean;
}

/** Where nothing is wanted but what the script says. */
export const NO_ENDS: Ends = { intro: false, outro: false };

const INTRO_SECONDS = 2.5;
const OUTRO_SECONDS = 4;
const SECONDS_A_ROW = 0.6;
const LONGEST_SUBTITLE = 120;
const MOST_ROWS = 24;

/** The script with its title card before it, and its sources and credits behind it. What the script says goes before. */
export function withEnds(script: Script, wanted: Ends): Script {
  const { intro = wanted.intro, outro = wanted.outro } = script;
  const opened = intro ? withIntro(script) : script;
  return outro && !endsInCredits(script) ? { ...opened, sections: [...opened.sections, closingOf(script)] } : opened;
}

export function endsInCredits({ sections }: Pick<Script, "sections">): boolean {
  return sections.at(-1)?.slide?.layout === "credits";
}

/** A script that begins with its title shows it for a while before anybody speaks; any other is given a title card. */
function withIntro(script: Script): Script {
  const { title, description, sections } = script;
  const [first, ...others] = sections;
  const own = first?.slide?.layout === "title" ? first.slide : undefined;
  const isShort = description !== undefined && description.length <= LONGEST_SUBTITLE;
  const slide: Slide = own ?? { layout: "title", title, ...(isShort ? { subtitle: description } : {}) };
  const card: Slide = { ...slide, logo: true };
  const intro: Section = {
    id: freeId("intro", script),
    title: own === undefined ? title : (first?.title ?? title),
    slide: card,
    seconds: INTRO_SECONDS,
    narrations: [],
  };
  return {
    ...script,
    sections:
      first === undefined || own === undefined ? [intro, ...sections] : [intro, { ...first, slide: card }, ...others],
  };
}

/** Who wrote what is told, where it stands, whose pictures are shown; the title once more where nobody is named. */
function closingOf(script: Script): Section {
  const { phrases } = tongueOf(script.language);
  const { sections, sources = [] } = script;
  const ofSources = sources.flatMap(({ author, title, url, path }) => [
    ...(author === undefined ? [] : [{ role: phrases.author, name: author }]),
    ...(title === undefined && url === undefined
      ? []
      : [{ role: phrases.source, name: sourceName({ title, url, path }) }]),
  ]);
  const ofPictures = sections.flatMap(({ slide, image_credit: credit }) => {
    const shown = credit ?? (slide !== undefined && "credit" in slide ? slide.credit : undefined);
    return shown === undefined ? [] : [{ role: phrases.pictures, name: shown }];
  });
  const all = new Map([...ofSources, ...ofPictures].map((row) => [`${row.role} ${row.name}`, row]));
  const rows = [...all.values()].slice(0, MOST_ROWS);
  const common = { id: freeId("outro", script), narrations: [] };
  if (rows.length === 0) {
    const { title } = script;
    return { ...common, title, slide: { layout: "title", title, logo: true }, seconds: OUTRO_SECONDS };
  }
  return {
    ...common,
    title: phrases.credits,
    slide: { layout: "credits", title: phrases.credits, rows },
    seconds: OUTRO_SECONDS + SECONDS_A_ROW * rows.length,
  };
}

function sourceName(source: { title: string | undefined; url: string | undefined; path: string | undefined }): string {
  const { title, url, path = "" } = source;
  const host = url === undefined ? undefined : new URL(url).hostname.replace(/^www\./u, "");
  return ([title, host].filter((part) => part !== undefined).join(", ") || path).slice(0, 300);
}

function freeId(wanted: string, { sections }: Script): string {
  const taken = new Set(sections.map(({ id }) => id));
  let id = wanted;
  for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
  return id;
}
