import type { Slide } from "@proxx/contract";

/** What movies are made of: slides of every layout, as a writer would fill them. */
export const ENGLISH: readonly Slide[] = [
  {
    layout: "title",
    eyebrow: "Video infrastructure",
    title: "One encode is enough",
    subtitle: "How a plan becomes a single pass over the film, and why that is faster",
  },
  { layout: "section", number: 3, title: "Where the time goes" },
  {
    layout: "bullets",
    title: "Every stage decodes what the last one encoded",
    items: [
      "Cutting re-encodes the whole clip",
      "Subtitles re-encode it again, a little worse",
      "The reframe pays for both",
    ],
  },
  {
    layout: "bullets",
    title: "Before you deploy",
    items: [
      "Pin the version of ffmpeg, and say so in the result",
      "Measure on a quiet machine",
      "Keep the sources, not the intermediates",
      "Read the losses: they are a list, not a footnote",
      "Ask for two outputs in one plan",
    ],
  },
  { layout: "statement", text: "The fastest frame is the one you never encode.", emphasis: "never encode" },
  {
    layout: "quote",
    text: "Simplicity is a great virtue but it requires hard work to achieve it and education to appreciate it.",
    name: "Edsger W. Dijkstra",
    role: "EWD 896, 1984",
  },
  {
    layout: "code",
    title: "A plan is three lines",
    language: "ts",
    code: `import { compose, merge, reframe } from "@proxx/sdk";

// One decode, one encode: the graph is rendered at the end.
const film = compose(
  merge({ sources: ["intro.mp4", "talk.mp4"], transition: "fade" }),
  reframe({ aspectRatio: "9:16" }),
);
const { result } = await film.execute();
console.log(\`\${result.url}: \${result.duration.toFixed(1)} s\`);`,
    focus: [[4, 7]],
  },
  {
    layout: "table",
    title: "Fewer encodes, less waiting",
    columns: ["Pipeline", "Encodes", "Time (s)", "SSIM"],
    rows: [
      ["Step by step", 4, 41.2, 0.961],
      ["Two passes", 2, 19.8, 0.978],
      ["One graph", 1, 8.4, 0.991],
    ],
    highlight: 3,
    source: "60 s of 1080p30, two cores, median of five runs",
  },
  {
    layout: "bar-chart",
    title: "Decoding once saves four fifths of the time",
    subtitle: "Seconds for a minute of video",
    unit: "s",
    bars: [
      { label: "Step by step", value: 41.2 },
      { label: "Two passes", value: 19.8 },
      { label: "Piped stages", value: 15.1 },
      { label: "One graph", value: 8.4 },
    ],
    highlight: 4,
    source: "Proxx benchmark, November 2026",
  },
  {
    layout: "bar-chart",
    title: "Renders a day doubled in two years",
    subtitle: "Thousands of renders a day",
    bars: [
      { label: "2022", value: 12 },
      { label: "2023", value: 15 },
      { label: "2024", value: 19 },
      { label: "2025", value: 26 },
      { label: "2026", value: 38 },
    ],
  },
  {
    layout: "line-chart",
    title: "The queue empties faster than it fills",
    subtitle: "Jobs that wait, by hour",
    labels: ["6:00", "8:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00", "22:00"],
    lines: [
      { name: "Before", values: [120, 340, 610, 720, 690, 640, 520, 400, 310] },
      { name: "After", values: [40, 130, 220, 210, 180, 150, 90, 60, 30] },
    ],
    source: "Production, first week of October",
  },
  {
    layout: "image-text",
    title: "Light that no lamp gives",
    items: ["Twenty minutes after sunset", "Haze parts near from far", "Expose for the sky"],
    image: "dusk.png",
    credit: "Picture: made for this slide",
  },
  {
    layout: "image-text",
    title: "Shoot towards the sun",
    text: "Against the light every ridge becomes a silhouette, and the haze between them tells how far each one is.",
    image: "dusk.png",
    credit: "Picture: made for this slide",
  },
  {
    layout: "image",
    image: "dusk.png",
    title: "The hills at dusk, an hour's walk from the road",
    credit: "Picture: made for this slide",
  },
  { layout: "image", image: "diagram.svg", title: "A plan is a graph", credit: "Drawing: Proxx" },
  {
    layout: "comparison",
    title: "Two ways to cut a film",
    left: { title: "Step by step", items: ["Every step encodes", "Errors show at the end", "Disk fills with copies"] },
    right: { title: "One graph", items: ["One encode in all", "Checked before it runs", "Nothing in between"] },
  },
  {
    layout: "credits",
    title: "Made with",
    rows: [
      { role: "Words", name: "The Proxx handbook" },
      { role: "Voice", name: "espeak-ng, British English" },
      { role: "Pictures", name: "Drawn for this movie" },
      { role: "Fonts", name: "Inter, JetBrains Mono" },
    ],
  },
];

export const JAPANESE: readonly Slide[] = [
  {
    layout: "title",
    eyebrow: "動画の基盤",
    title: "エンコードは一度でいい",
    subtitle: "編集の計画をひとつのグラフにまとめると、なぜ速くなるのか",
  },
  { layout: "section", number: 3, title: "時間はどこへ消えるのか" },
  {
    layout: "bullets",
    title: "段階ごとに復号と符号化をくり返している",
    items: ["カット編集のたびに全体を再エンコードする", "字幕でもう一度、少し劣化する", "リフレームが両方の代償を払う"],
  },
  { layout: "statement", text: "いちばん速いフレームは、エンコードしないフレームだ。", emphasis: "エンコードしない" },
  {
    layout: "quote",
    text: "単純さは大きな美徳だが、それを得るには努力が、それを味わうには教養がいる。",
    name: "エドガー・ダイクストラ",
    role: "計算機科学者、1984年",
  },
  {
    layout: "code",
    title: "計画は三行で書ける",
    language: "ts",
    code: `// 復号は一度、符号化も一度。最後にまとめて描画する
const film = compose(
  merge({ sources: ["冒頭.mp4", "講演.mp4"] }),
  reframe({ aspectRatio: "9:16" }),
);`,
  },
  {
    layout: "table",
    title: "エンコードが減れば待ち時間も減る",
    columns: ["方式", "回数", "時間（秒）"],
    rows: [
      ["段階ごとに処理", 4, 41.2],
      ["2 パス", 2, 19.8],
      ["ひとつのグラフ", 1, 8.4],
    ],
    highlight: 3,
    source: "1080p30 の 60 秒、2 コア、5 回の中央値",
  },
  {
    layout: "bar-chart",
    title: "復号を一度にすると時間は五分の一になる",
    subtitle: "1 分の動画にかかる秒数",
    unit: "秒",
    bars: [
      { label: "段階ごとに処理", value: 41.2 },
      { label: "2 パス", value: 19.8 },
      { label: "ひとつのグラフ", value: 8.4 },
    ],
    highlight: 3,
  },
  {
    layout: "image-text",
    title: "日没の二十分後",
    items: ["霞が遠近を分ける", "空に露出を合わせる"],
    image: "dusk.png",
    credit: "画像：このスライドのために作成",
  },
  {
    layout: "comparison",
    title: "フィルムをつなぐ二つの方法",
    left: { title: "段階ごとに", items: ["毎回エンコードする", "誤りは最後に見つかる"] },
    right: { title: "ひとつのグラフ", items: ["エンコードは一度だけ", "実行の前に検査する"] },
  },
  {
    layout: "credits",
    title: "制作",
    rows: [
      { role: "文", name: "Proxx ハンドブック" },
      { role: "声", name: "VOICEVOX：ずんだもん" },
    ],
  },
];

/** Emoji, several scripts, quotes, long words. */
export const MIXED: readonly Slide[] = [
  { layout: "title", title: "Ship it 🚀 on Friday", subtitle: "and sleep on Saturday 😴" },
  {
    layout: "bullets",
    title: "Three moods of a release",
    items: ["Green checks everywhere ✅", "“It's only a warning” -- famous last words", "Rollback in 30 s 👩🏽‍💻"],
  },
  { layout: "statement", text: "Donaudampfschifffahrtsgesellschaftskapitän sagt: „Ahoi!“", emphasis: "Ahoi" },
  { layout: "quote", text: "العلم نور والجهل ظلام", name: "مثل عربي" },
  {
    layout: "bullets",
    title: "Proxxで動画を1本にまとめる",
    items: ["ffmpegは2回ではなく1回だけ動く", "4K60の素材でも約3分"],
  },
];
