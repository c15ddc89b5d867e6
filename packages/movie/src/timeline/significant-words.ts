/** The words of a text by which another text is known to speak of the same: without case, endings and little words. */
export function significantWords(text: string, language: string): string[] {
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text.normalize("NFKC"));
  return [...segments]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => stem(segment.toLocaleLowerCase(language)))
    .filter((word) => isSignificant(word));
}

/** Of words in Latin letters the first six: `measure` and `measured` are the same to us. */
function stem(word: string): string {
  return /^\p{Script=Latin}+$/u.test(word) ? word.slice(0, 6) : word;
}

function isSignificant(word: string): boolean {
  if (/^\p{N}/u.test(word)) return true;
  if (/^\p{Script=Hiragana}{1,2}$/u.test(word)) return false;
  return /\p{Script=Latin}/u.test(word) ? word.length > 3 : true;
}
