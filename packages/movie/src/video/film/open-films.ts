import { resolve } from "node:path";
import type { Script } from "@proxx/contract";
import type { ShownSlide } from "../shown-slide.ts";
import { openFilm, type Film, type FilmOptions } from "./open-film.ts";

export interface FilmsOptions extends Omit<FilmOptions, "fit"> {
  readonly scriptFolder: string;
  readonly slides: ReadonlyMap<string, readonly ShownSlide[]>;
}

/** The films behind sections, by the sections' ids. Where slides hide what is behind them, none was to be had. */
export async function openFilms(
  { sections }: Script,
  { scriptFolder, slides, ...options }: FilmsOptions,
): Promise<Map<string, Film>> {
  const films = new Map<string, Film>();
  for (const { id, background } of sections) {
    if (background?.type !== "video") continue;
    const isSeen = slides.get(id)?.some(({ layers: [ground] }) => ground?.picture.opaque !== true) ?? false;
    if (!isSeen) continue;
    const { path, fit = "cover" } = background;
    films.set(id, await openFilm(resolve(scriptFolder, path), { ...options, fit }));
  }
  return films;
}
