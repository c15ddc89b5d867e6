/** So many places of a frame are looked at, each by the mean of its brightness: 16 is black, 235 white. */
export const COLUMNS = 64;
export const ROWS = 36;

export type SmallPicture = Uint8Array;

/** Made smaller, as ffmpeg makes a decoded picture smaller. */
export function madeSmall(pixels: Uint8Array, { width, height }: { width: number; height: number }): SmallPicture {
  const small = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row++) {
    const [top, bottom] = spanOf(row, ROWS, height);
    for (let column = 0; column < COLUMNS; column++) {
      const [left, right] = spanOf(column, COLUMNS, width);
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += pixels[y * width + x] ?? 0;
      small[row * COLUMNS + column] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
  return small;
}

function spanOf(index: number, count: number, pixels: number): [number, number] {
  const from = Math.floor((index * pixels) / count);
  return [from, Math.max(from + 1, Math.floor(((index + 1) * pixels) / count))];
}

/** From the darkest to the brightest place: next to nothing where there is nothing to be seen. */
export function contrastIn(picture: SmallPicture): number {
  return Math.max(...picture) - Math.min(...picture);
}

/** How much the place differs that differs most, of those that count. */
export function differenceOf(one: SmallPicture, other: SmallPicture, counts: (place: number) => boolean): number {
  let most = 0;
  for (const [place, value] of one.entries()) {
    const difference = Math.abs(value - (other[place] ?? 0));
    if (difference > most && counts(place)) most = difference;
  }
  return most;
}
