import type { Words } from "./dictionary.ts";

export const japaneseDesk: Words["desk"] = {
  undo: "元に戻す",
  redo: "やり直す",
  discard: "変更を破棄",
  restored: "ページを読み込む前の変更を復元しました。まだどのムービーにも反映されていません。",
  render: (lines, slides) =>
    lines + slides === 0
      ? "再レンダリング"
      : slides === 0
        ? `変更した ${lines} 行をレンダリング`
        : `${lines + slides} 件の変更をレンダリング`,
  editHint: "どの行も、声もスライドも編集できます。変わる部分だけが作り直されます。",
  forecast: (lines, slides) =>
    [
      ...(lines === 0 ? [] : [`${lines} 行の音声`]),
      ...(slides === 0 ? [] : [`${slides} 枚のスライド`]),
      "それを映す部分を作り直します。",
    ].join("、"),
  changedSince: "完成しました。その後の変更はまだ反映されていません。もう一度レンダリングすると反映されます。",
  showWithout: "変更を反映せずに表示",
  voice: "声",
  voiceOwn: "言語の標準",
  reading: "読み",
  slide: (title) => `「${title}」のスライド`,
  picture: (title) => `「${title}」の今のスライド`,
  drawing: "スライドを描画しています…",
  undrawn: "このままでは描画できません。",
  slideOf: (number, count) => `スライド ${number} / ${count}`,
  slideBefore: "前へ",
  slideAfter: "次へ",
  layout: "レイアウト",
  byItself: "内容から自動で選択",
  layouts: {
    title: "タイトル",
    section: "セクション",
    bullets: "箇条書き",
    statement: "強調文",
    quote: "引用",
    code: "コード",
    table: "表",
    "bar-chart": "棒グラフ",
    "line-chart": "折れ線グラフ",
    "image-text": "画像と文",
    image: "画像",
    comparison: "比較",
    credits: "クレジット",
  },
  fields: {
    eyebrow: "タイトルの上",
    title: "タイトル",
    subtitle: "タイトルの下",
    text: "文",
    emphasis: "強調する語",
    name: "発言者",
    role: "肩書き",
    items: "項目 (1 行に 1 つ)",
  },
  passage: "元になった箇所",
  openThere: "ページのその箇所を開く",
  noPassage: "元になったテキストはもう残っていません。",
  ownWords: "出典の言葉ではなく、書き加えられた文です。",
  anew: "新規",
  madeAnew: (lines, allLines, slides, allSlides) =>
    `前のテイクから作り直したもの: 音声 ${lines} / ${allLines} 行、スライド ${slides} / ${allSlides} 枚。`,
  before: "前のテイク",
  newer: "このムービーはその間に再レンダリングされました",
  newerRuns: "ほかの人がこのムービーを再レンダリングしています",
  newerHint: "失われるものはありません。両方とも残り、こちらの変更もそのままレンダリングできます。",
  showTake: "そちらを表示",
  takeIn: "その変更をこちらに取り込む",
  keep: "こちらを続ける",
  takenIn: (both) =>
    both === 0 ? "変更を取り込みました。" : `変更を取り込みました。両方が変更した ${both} 箇所は、こちらのままです。`,
};
