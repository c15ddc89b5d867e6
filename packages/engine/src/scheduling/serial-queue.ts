/** Takes pieces of work, and does them one after the other. */
export interface SerialQueue {
  post(work: Work): void;
  /** Whether more has come while a piece was being done. */
  readonly hasMore: boolean;
}

type Work = () => void | Promise<void>;

export function createSerialQueue(about: {
  /** When all that has come is done; again when more came meanwhile. */
  afterwards: () => Promise<void>;
  /** What a piece of work threw; the others are done all the same. */
  onFault: (fault: unknown) => void;
}): SerialQueue {
  const waiting: Work[] = [];
  let working = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      try {
        for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) await work();
        await about.afterwards();
      } catch (fault) {
        about.onFault(fault);
      }
    }
    working = false;
  }

  return {
    post(work) {
      waiting.push(work);
      if (working) return;
      working = true;
      void run();
    },
    get hasMore() {
      return waiting.length > 0;
    },
  };
}
