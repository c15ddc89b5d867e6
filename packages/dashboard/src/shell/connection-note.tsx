import { effect, signal } from "@preact/signals";
import { connection } from "../live/news.ts";
import { Icon } from "../parts/icon.tsx";
import { words } from "../words/words.ts";
import { announce } from "./announcer.tsx";

/** It was there, and is not: one that is reached again with the next attempt is nothing to speak of. */
const isAway = signal(false);

effect(() => {
  const now = connection.value;
  if (now === "away" && !isAway.peek()) {
    isAway.value = true;
    announce(words.peek().shell.away);
  }
  if (now === "connected" && isAway.peek()) {
    isAway.value = false;
    announce(words.peek().shell.back);
  }
});

export function ConnectionDot() {
  const { shell } = words.value;
  const state = isAway.value ? "away" : connection.value;
  const word = { connected: shell.connected, connecting: shell.connecting, away: shell.awayShort }[state];
  return (
    <span class="connection" data-state={state}>
      {word}
    </span>
  );
}

export function ConnectionBanner() {
  if (!isAway.value) return null;
  return (
    <div class="banner">
      <Icon name="broken" />
      {words.value.shell.away}
    </div>
  );
}
