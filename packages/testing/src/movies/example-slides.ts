/** One slide of each layout, as a script has them. */
export const EXAMPLE_SLIDES = [
  { layout: "title", eyebrow: "The sea", title: "Why the tide turns", subtitle: "Twice a day, everywhere" },
  { layout: "section", number: 2, title: "The pull of the moon" },
  { layout: "bullets", title: "What moves the sea", items: ["The moon", "The sun", "The shape of the coast"] },
  { layout: "statement", text: "The sea rises twice a day.", emphasis: "twice" },
  { layout: "quote", text: "Time and tide wait for no man.", name: "Geoffrey Chaucer", role: "Poet" },
  {
    layout: "code",
    title: "When high water comes",
    code: "const lunarDay = 24.84;\nconst next = last + lunarDay / 2;",
    language: "ts",
    focus: [[2, 2]],
  },
  {
    layout: "table",
    title: "High and low water",
    columns: ["Harbour", "Range in metres"],
    rows: [
      ["Saint-Malo", 12.2],
      ["Naples", 0.4],
    ],
    highlight: 1,
    source: "Tide tables, 2024",
  },
  {
    layout: "bar-chart",
    title: "Saint-Malo leaves the others behind",
    unit: "m",
    bars: [
      { label: "Saint-Malo", value: 12.2 },
      { label: "Naples", value: 0.4 },
    ],
    highlight: 1,
  },
  {
    layout: "line-chart",
    title: "The sea rises twice a day",
    unit: "m",
    labels: ["0:00", "6:00", "12:00", "18:00"],
    lines: [{ name: "Level", values: [1, 11, 1, null] }],
  },
  { layout: "image-text", title: "A harbour at low water", text: "Boats lie on the sand.", image: "harbour.jpg" },
  { layout: "image", image: "harbour.jpg", title: "Low water", credit: "Photo: a friend" },
  {
    layout: "comparison",
    title: "Spring and neap",
    left: { title: "Spring tide", items: ["Sun and moon in line"] },
    right: { title: "Neap tide", items: ["Sun and moon at right angles"] },
  },
  { layout: "credits", title: "Thank you", rows: [{ role: "Text", name: "A friend of the sea" }] },
];
