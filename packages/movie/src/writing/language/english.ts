import type { Tongue } from "./tongue.ts";

const list = (words: string) => new Set(words.split(" "));

export const ENGLISH: Tongue = {
  countsWords: true,
  perSecond: 2.5,
  longest: { line: 24, statement: 14, bullet: 11, title: 9 },
  abbreviations: list(
    "mr mrs ms dr prof st sr jr rev gen sgt capt lt col e.g i.e etc vs cf al fig figs no nos vol ch sec p pp ed eds approx est inc ltd co corp dept univ jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k d.c b.c a.d ca ft mt",
  ),
  stopWords: list(
    "a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing down during each even ever every few first for from further get had has have having he her here hers him his how however i if in into is it its itself just like made make many may me might more most much must my no nor not now of off often on once one only or other our out over own per said same she should since so some still such than that the their them then there these they this those though through to too two under until up upon us use used using very was we well were what when where whether which while who whom why will with within without would yet you your",
  ),
  dangling:
    /^(?:this|that|these|those|it|its|they|their|them|he|she|his|her|here|there|such|both|neither|either|but|so|and|or|yet|then|instead|otherwise|however|therefore|thus|hence|also|too|moreover|furthermore|in addition|for (?:example|instance)|as a result|on the other hand|similarly|likewise|meanwhile|the (?:former|latter|same|other|others|result|answer|reason|rest))\b|^(?:\S+ ){1,5}(?:those|these|such) \w+/i,
  connective:
    /^(?:however|therefore|thus|hence|moreover|furthermore|in addition|additionally|in fact|indeed|of course|as a result|for (?:example|instance)|on the other hand|in other words|similarly|likewise|meanwhile|consequently|nevertheless|nonetheless|finally|also|still|and|but|so|yet),?\s+/i,
  spoken: [
    [/\be\.g\.,?/gi, "for example"],
    [/\bi\.e\.,?/gi, "that is,"],
    [/\betc\.(?=\s+[a-z])/g, "and so on"],
    [/\betc\.$/g, "and so on."],
    [/\bvs\.?(?=\s)/gi, "versus"],
    [/\bw\/o\b/gi, "without"],
    [/\bw\/(?=\s)/gi, "with"],
    [/\s&\s/g, " and "],
    [/[≈~](?=\s?\d)/g, "about "],
    [/(\d)\s?[–—-]\s?(?=\d)/g, "$1 to "],
    [/(\d)\s?°C\b/g, "$1 degrees Celsius"],
    [/(\d)\s?°F\b/g, "$1 degrees Fahrenheit"],
    [/(\d)\s?km\/h\b/g, "$1 kilometres per hour"],
    [/(\d)\s?km\b/g, "$1 kilometres"],
    [/(\d)\s?cm\b/g, "$1 centimetres"],
    [/(\d)\s?mm\b/g, "$1 millimetres"],
    [/(\d)\s?kg\b/g, "$1 kilograms"],
    [/(\d)\s?m(?=[\s.,;]|$)/g, "$1 metres"],
    [/(\d)\s?dB\b/g, "$1 decibels"],
    [/(\d)\s?ms\b/g, "$1 milliseconds"],
  ],
  joint:
    /;\s+|,\s+(?=(?:and|but|so|yet|while|whereas)\s+(?:it|they|he|she|we|you|there|the|a|an|this|that|these|those|its|their|our|his|her|every|each|some|no|one)\b)|\s+[—–]\s+/g,
  shorten(sentence) {
    const bare = sentence.replace(ENGLISH.connective, "");
    const [main = bare] = bare.split(
      /,\s+(?=(?:which|who|whose|where|because|since|although|though|while|whereas|so|but|as|until|unless|even|especially|including|such as)\b)|;\s+|:\s+|\s+[—–]\s+|\s+(?=(?:because|although|whereas|unless)\s)/,
    );
    if (main.split(/\s+/).length <= ENGLISH.longest.bullet) return main;
    // `When it rains, the street floods`: what is said stands behind the comma; else before the first.
    const [, behind] =
      /^(?:when|whenever|if|as|while|after|before|since|once|until|by|with|for|to|in|on|at|from|during|every time|the next time)\b[^,]{3,80},\s+((?!and\b|but\b|or\b).+)$/i.exec(
        main,
      ) ?? [];
    const [first = main] = (behind ?? main).split(/,\s+/);
    return first.split(/\s+/).length >= 4 ? first : main;
  },
  asideHeading:
    /^(?:references?|bibliography|sources?|see also|further reading|external links|notes|footnotes|acknowledge?ments?|about the author|licen[sc]e|contents|table of contents|on this page|comments?|related(?: \w+)*|share(?: \w+)*|subscribe|newsletter|changelog|contributing)$/i,
  closingHeading:
    /^(?:(?:in )?conclusions?|summary|the takeaway|takeaways?|wrapping up|in closing|final thoughts|to sum up|in the end)\b/i,
  phrases: {
    inShort: "In short",
    closing: "To take along",
    credits: "Credits",
    source: "Source",
    author: "Text",
    pictures: "Pictures",
    basedOn: (title, author) =>
      author === null ? `All of this comes from “${title}”.` : `All of this comes from “${title}”, by ${author}.`,
    highest: ({ label, amount }) => `First comes ${label}, with ${amount}.`,
    lowest: ({ label, amount }) => `Last comes ${label}, with ${amount}.`,
    change: ({ name, from, to, before, after }) => `From ${from} to ${to}, ${name} went from ${before} to ${after}.`,
    highestTitle: (column, label) => `${column}: ${label} leads`,
  },
};
