const PATHS = {
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
  ring: "M21 12a9 9 0 1 1-6-8.5",
  hollow: "M6 6h12v12H6z",
  tick: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8 12.5l2.7 2.7L16 9.5",
  cross: "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3ZM9 9l6 6M15 9l-6 6",
  bar: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM7.5 12h9",
  doubleTick: "M2.5 12.5l4 4 8-9M11 15.5l1.5 1.5 9-9.5",
  broken: "M9 17H7a5 5 0 0 1-3.5-8.5M15 7h2a5 5 0 0 1 3.5 8.5M8 2v3M16 19v3",
  half: "M12 3a9 9 0 1 0 0 18ZM12 3a9 9 0 0 1 0 18",
  list: "M8 6h12M8 12h12M8 18h12M3.5 6h.01M3.5 12h.01M3.5 18h.01",
  hook: "M9 8a3.5 3.5 0 1 1 5 3.2l2.6 4.3M17.5 20a3.5 3.5 0 1 0-2.8-5.6M12 9l-3 5.5M6 20a3.5 3.5 0 1 1 2.5-6M15 17H7",
  gauge: "M4 17a9 9 0 1 1 16 0M12 14l4-5",
  sheet: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  folder: "M3 6h6l2 2.5h10V19H3z",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.5h4M4 14.5h4M16 9.5h4M16 14.5h4",
  book: "M5 4h10a4 4 0 0 1 4 4v12H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5L20 20",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  again: "M4 12a8 8 0 1 1 2.5 5.8M4 20v-4.5h4.5",
  stop: "M7 7h10v10H7z",
  download: "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14",
  back: "M14.5 6L8.5 12l6 6",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  redo: "M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h4",
  merge: "M6 4v5a6 6 0 0 0 6 6v5M18 4v5a6 6 0 0 1-6 6M9 17.5l3 3 3-3",
} as const;

export type IconName = keyof typeof PATHS;

/** Beside it always stands a word, so that it is nothing to a screen reader. */
export function Icon({ name, spins = false }: { name: IconName; spins?: boolean }) {
  return (
    <svg class={spins ? "icon spin" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
