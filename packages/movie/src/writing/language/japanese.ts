import type { Tongue } from "./tongue.ts";

export const JAPANESE: Tongue = {
  countsWords: false,
  perSecond: 6,
  longest: { line: 60, statement: 36, bullet: 32, title: 26 },
  abbreviations: new Set(["dr", "mr", "mrs", "ms", "no", "vol", "st"]),
  stopWords: new Set([
    "こと",
    "もの",
    "ため",
    "よう",
    "それ",
    "これ",
    "場合",
    "とき",
    "ところ",
    "時",
    "中",
    "的",
    "人",
    "何",
  ]),
  dangling:
    /^(?:これ|それ|あれ|この|その|あの|ここ|そこ|こう|そう|しかし|だが|ですが|けれど|でも|ただ|また|そして|だから|そのため|したがって|つまり|なぜなら|例えば|たとえば|一方|さらに|同じ|すると|ところが|逆に|彼|彼女)/u,
  connective:
    /^(?:しかしながら|しかし|だが|ですが|けれども|けれど|でも|ただし|ただ|また|そして|だから|そのため|したがって|つまり|なぜなら|例えば|たとえば|一方で|一方|さらに|もちろん|実は|じつは|ところで|さて|すると|ところが|なお)[、,]?\s*/u,
  spoken: [
    [/(\d)\s?%/g, "$1パーセント"],
    [/(\d)\s?％/g, "$1パーセント"],
    [/(\d)\s?km\b/g, "$1キロメートル"],
    [/(\d)\s?cm\b/g, "$1センチメートル"],
    [/(\d)\s?mm\b/g, "$1ミリメートル"],
    [/(\d)\s?kg\b/g, "$1キログラム"],
    [/(\d)\s?m(?![A-Za-z])/g, "$1メートル"],
    [/(\d)\s?[℃]|(\d)\s?°C/g, "$1$2度"],
    [/(\d)\s?[〜～~–—-]\s?(?=\d)/g, "$1から"],
    [/\s*[→⇒]\s*/g, "、"],
  ],
  joint: /(?<=。)(?=.)|；/g,
  shorten(sentence) {
    const bare = sentence.replace(JAPANESE.connective, "").replace(/。$/u, "");
    if (bare.length <= JAPANESE.longest.bullet) return bare;
    // What is said of the whole stands at the end of a Japanese sentence.
    const clauses = bare.split(/、/u);
    let main = clauses.at(-1) ?? bare;
    for (const clause of clauses.slice(0, -1).reverse()) {
      if (clause.length + 1 + main.length > JAPANESE.longest.bullet) break;
      main = `${clause}、${main}`;
    }
    return main;
  },
  asideHeading:
    /^(?:参考文献|参考資料|参考|出典|脚注|注釈|注|関連(?:項目|記事|リンク)?|外部リンク|目次|謝辞|著者(?:について|紹介)?|ライセンス|コメント|シェア.*|更新履歴)$/u,
  closingHeading: /^(?:まとめ|おわりに|終わりに|最後に|結論|結び|むすび|さいごに)/u,
  phrases: {
    inShort: "はじめに",
    closing: "まとめ",
    credits: "クレジット",
    source: "出典",
    author: "文",
    pictures: "写真",
    basedOn: (title, author) =>
      author === null
        ? `以上、「${title}」をもとにお届けしました。`
        : `以上、「${title}」をもとにお届けしました。文は${author}です。`,
    highest: ({ label, amount }) => `最も大きいのは${label}で、${amount}です。`,
    lowest: ({ label, amount }) => `最も小さいのは${label}で、${amount}です。`,
    change: ({ name, from, to, before, after }) =>
      `${from}から${to}にかけて、${name}は${before}から${after}になりました。`,
    highestTitle: (column, label) => `${column}が最大なのは${label}`,
  },
};
