/** Round values for an axis, from at or below the least to at or above the most: three to five of them. */
export function niceScale(least: number, most: number): number[] {
  const from = least > 0 && least < most * 0.6 ? 0 : least;
  const span = most - from || Math.abs(most) || 1;
  const rough = span / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999) ?? 10 * power;
  const first = Math.floor(from / step + 1e-9) * step;
  const ticks: number[] = [];
  for (let index = 0; ; index++) {
    // Not added up: 0.1 + 0.2 is no round value.
    const tick = Number((first + index * step).toPrecision(12));
    ticks.push(tick);
    if (tick >= most - step * 1e-9) return ticks;
  }
}
