import type { MetricFamily, Sample } from "./exposition.ts";

type Labels = Readonly<Record<string, string>>;

/** A number for each set of labels that only grows. */
export interface Counter {
  add(labels: Labels, amount?: number): void;
  family(): MetricFamily;
}

export function createCounter(name: string, help: string): Counter {
  const values = new Map<string, { labels: Labels; value: number }>();
  return {
    add(labels, amount = 1) {
      const key = JSON.stringify(labels);
      values.set(key, { labels, value: (values.get(key)?.value ?? 0) + amount });
    },
    family: () => ({ name, help, type: "counter", samples: [...values.values()] }),
  };
}

/** How often a number was how large, for each set of labels. */
export interface Histogram {
  observe(labels: Labels, value: number): void;
  family(): MetricFamily;
}

export function createHistogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const all = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();
  return {
    observe(labels, value) {
      const key = JSON.stringify(labels);
      const own = all.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 };
      all.set(key, own);
      own.sum += value;
      own.count += 1;
      const index = bounds.findIndex((bound) => value <= bound);
      if (index !== -1) own.counts[index] = (own.counts[index] ?? 0) + 1;
    },
    family: () => ({ name, help, type: "histogram", samples: [...all.values()].flatMap(samplesOf) }),
  };

  function samplesOf({ labels, counts, sum, count }: { labels: Labels; counts: number[]; sum: number; count: number }) {
    let below = 0;
    const buckets = bounds.map((bound, index): Sample => {
      below += counts[index] ?? 0;
      return { suffix: "_bucket", labels: { ...labels, le: String(bound) }, value: below };
    });
    return [
      ...buckets,
      { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: count },
      { suffix: "_sum", labels, value: sum },
      { suffix: "_count", labels, value: count },
    ];
  }
}
