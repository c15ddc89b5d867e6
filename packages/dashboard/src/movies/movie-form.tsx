import { client } from "../live/server.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { useAction } from "../parts/use-action.ts";
import { goTo } from "../shell/place.ts";
import { words } from "../words/words.ts";

const THEMES = [
  "quiet",
  "quiet-dark",
  "circuit",
  "circuit-light",
  "folio",
  "folio-dark",
  "signal",
  "signal-dark",
] as const;
const SIZES = ["16:9", "9:16", "1:1", "640x360"] as const;

type MovieRequest = Parameters<typeof client.movies.start>[0];

/** A page, a file or a text, and how the movie is to look. */
export function MovieForm() {
  const { movies } = words.value;
  const { isBusy, error, perform } = useAction();
  const make = async (form: FormData) => {
    const { executionId } = await client.movies.start(await requestOf(form));
    goTo(["movies", executionId]);
  };
  const onSubmit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void perform(() => make(form));
  };
  return (
    <form class="card detail movie-form" onSubmit={onSubmit}>
      <p class="soft">{movies.makeHint}</p>
      <label class="wide">
        {movies.url}
        <input class="field" name="url" type="url" placeholder="https://example.com/tides" />
      </label>
      <label class="wide">
        {movies.file}
        <input class="field" name="file" type="file" accept=".md,.markdown,.txt,.html,text/*" />
      </label>
      <label class="wide">
        {movies.text}
        <textarea class="field" name="text" rows={4} />
      </label>
      <label>
        {movies.language}
        <select class="field" name="language">
          <option value="">{movies.asSource}</option>
          <option value="en">English</option>
          <option value="ja">日本語</option>
        </select>
      </label>
      <label>
        {movies.theme}
        <select class="field" name="theme">
          {THEMES.map((theme) => (
            <option key={theme}>{theme}</option>
          ))}
        </select>
      </label>
      <label>
        {movies.size}
        <select class="field" name="size">
          {SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <label>
        {movies.seconds}
        <input class="field" name="seconds" type="number" min={20} max={3600} placeholder="150" />
      </label>
      <label>
        {movies.voice}
        <input class="field mono" name="voice" placeholder="espeak:en-gb" />
      </label>
      {error.value !== null && <FailureNote error={error.value} />}
      <div class="wide">
        <button type="submit" class="button main-action" disabled={isBusy.value}>
          {movies.action}
        </button>
      </div>
    </form>
  );
}

/** What stands first counts: a file before a text, a text before an address. */
async function requestOf(form: FormData): Promise<MovieRequest> {
  const said = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const file = form.get("file");
  const text = file instanceof File && file.size > 0 ? await file.text() : said("text");
  const seconds = said("seconds");
  return {
    ...(text === undefined ? { url: said("url") ?? "" } : { text }),
    ...Object.fromEntries(
      ["language", "theme", "size", "voice"].flatMap((name) => {
        const value = said(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
  };
}
