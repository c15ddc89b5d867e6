import mark from "../mark.svg";
import { closeSession, session } from "../live/session.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import type { Words } from "../words/dictionary.ts";
import { LANGUAGES, language, words } from "../words/words.ts";
import { ConnectionDot } from "./connection-note.tsx";
import { attempt } from "./note.tsx";
import { hrefOf, place } from "./place.ts";
import { chooseLanguage, chooseTheme, theme, THEMES } from "./preferences.ts";

const PLACES: readonly { path: string; word: keyof Words["pages"]; icon: IconName }[] = [
  { path: "executions", word: "executions", icon: "list" },
  { path: "movies", word: "movies", icon: "film" },
  { path: "jobspecs", word: "jobSpecs", icon: "sheet" },
  { path: "watch", word: "watch", icon: "folder" },
  { path: "webhooks", word: "webhooks", icon: "hook" },
  { path: "system", word: "system", icon: "gauge" },
];

export function Navigation() {
  const { pages, shell } = words.value;
  const current = place.value.path[0] ?? "executions";
  return (
    <header class="side">
      <a class="brand" href={hrefOf(["executions"])}>
        <img src={mark} alt="" />
        Proxx
      </a>
      <nav aria-label={shell.navigation}>
        <ul class="places">
          {PLACES.map(({ path, word, icon }) => (
            <li key={path}>
              <a href={hrefOf([path])} aria-current={path === current ? "page" : undefined}>
                <Icon name={icon} />
                {pages[word]}
              </a>
            </li>
          ))}
          <li>
            <a href="./docs">
              <Icon name="book" />
              {pages.reference}
            </a>
          </li>
        </ul>
      </nav>
      <Foot />
    </header>
  );
}

function Foot() {
  const { shell } = words.value;
  const { tenant, keyName, needsKey } = session.value;
  const who = typeof tenant === "string" ? shell.tenant(tenant) : shell.operator;
  return (
    <div class="side-foot">
      <ConnectionDot />
      <span class="who soft cut" title={keyName ?? undefined}>
        {who}
        {typeof keyName === "string" && ` · ${keyName}`}
      </span>
      <label>
        <span>{shell.theme}</span>
        <select
          aria-label={shell.theme}
          value={theme.value}
          onChange={({ currentTarget }) => chooseTheme(THEMES.find((one) => one === currentTarget.value) ?? "auto")}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {shell.themes[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{shell.language}</span>
        <select
          aria-label={shell.language}
          value={language.value}
          onChange={({ currentTarget }) => chooseLanguage(LANGUAGES.find((one) => one === currentTarget.value) ?? "en")}
        >
          <option value="en" lang="en">
            English
          </option>
          <option value="ja" lang="ja">
            日本語
          </option>
        </select>
      </label>
      {needsKey === true && (
        <button type="button" class="button quiet" onClick={() => void attempt(shell.signOut, closeSession)}>
          {shell.signOut}
        </button>
      )}
    </div>
  );
}
