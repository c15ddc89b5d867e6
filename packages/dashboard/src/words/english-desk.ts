const many = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`;

/** Of a finished movie that is changed. */
export const englishDesk = {
  undo: "Undo",
  redo: "Redo",
  discard: "Discard my changes",
  restored: "What you had changed before the page was loaded is here again. It is in no movie yet.",
  render: (lines: number, slides: number) =>
    lines + slides === 0
      ? "Render again"
      : slides === 0
        ? `Render ${many(lines, "changed line")}`
        : `Render ${many(lines + slides, "change")}`,
  editHint: "Change any line, its voice or a slide: what that changes is made again, and the rest stays as it is.",
  forecast: (lines: number, slides: number) =>
    [
      ...(lines === 0 ? [] : [`${many(lines, "line")} will be spoken`]),
      ...(slides === 0 ? [] : [`${many(slides, "slide")} will be drawn`]),
      "the film is made again where it shows that.",
    ].join("; "),
  changedSince: "It is made. What you have changed since is in none yet: render again to have it in.",
  showWithout: "Show it without",
  voice: "Voice",
  voiceOwn: "the language's own",
  reading: "How it is read",
  slide: (title: string) => `Slide of “${title}”`,
  picture: (title: string) => `Slide of “${title}” as it would be now`,
  drawing: "The slide is being drawn…",
  undrawn: "The slide cannot be drawn like this.",
  slideOf: (number: number, count: number) => `Slide ${number} of ${count}`,
  slideBefore: "Before",
  slideAfter: "Next",
  layout: "Layout",
  byItself: "Chosen by what is said",
  layouts: {
    title: "Title",
    section: "Section",
    bullets: "Points",
    statement: "Statement",
    quote: "Quotation",
    code: "Code",
    table: "Table",
    "bar-chart": "Bars",
    "line-chart": "Lines",
    "image-text": "Picture and text",
    image: "Picture",
    comparison: "Comparison",
    credits: "Credits",
  },
  fields: {
    eyebrow: "Above the title",
    title: "Title",
    subtitle: "Below the title",
    text: "Text",
    emphasis: "Words to stress",
    name: "Who said it",
    role: "Who that is",
    items: "Points, one a line",
  },
  passage: "What it goes back to",
  openThere: "Open the page there",
  noPassage: "The text that it was written of is not kept any more.",
  ownWords: "These are not words of the source: somebody has written them.",
  anew: "anew",
  madeAnew: (lines: number, allLines: number, slides: number, allSlides: number) =>
    `Made anew since the take before: ${lines} of ${many(allLines, "line")} spoken, ${slides} of ${many(allSlides, "slide")} drawn.`,
  before: "The take before",
  newer: "This movie has been rendered anew meanwhile",
  newerRuns: "Somebody is rendering this movie anew",
  newerHint: "Nothing is lost: both stay, and yours can be rendered as it is.",
  showTake: "Show that one",
  takeIn: "Add its changes to mine",
  keep: "Keep mine",
  takenIn: (both: number) =>
    both === 0
      ? "Its changes are among yours now."
      : `Its changes are among yours now. Where both of you changed the same (${both}), yours stand.`,
};
