/** Words as a speaker counts them; in East Asian texts those of a dictionary. */
export function wordCount(text: string, language: string | undefined): number {
  let count = 0;
  for (const { isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    if (isWordLike === true) count++;
  }
  return count;
}
