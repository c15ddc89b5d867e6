import { Worker } from "node:worker_threads";

/** Threads in which espeak-ng is ready to speak. */
export interface EspeakThreads {
  take(module: string): Worker;
  /** Keeps it for the next text, or ends it where enough are kept. */
  giveBack(worker: Worker): Promise<void>;
  /** Ends those that wait. */
  close(): Promise<void>;
}

// In an instance that has spoken before the same text comes out with other bytes. So its memory is put back to what it was
// before it spoke: the bytes are then those of a new instance, which takes ten times as long to be set up. As source text,
// because a bundled program has no file beside it for a worker to start from. By name it finds some languages' voices
// ("de", not "en-gb"), so those are looked up in its list.
const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
function ofLanguage(listed, tag) {
  const rank = ({ languages }) => languages.find(({ name }) => name === tag.toLowerCase())?.priority ?? Infinity;
  const [best] = listed.filter((voice) => rank(voice) < Infinity).sort((one, other) => rank(one) - rank(other));
  return best?.identifier ?? tag;
}
const ready = (async () => {
  const { default: createModule } = await import(workerData.module);
  const module = await createModule();
  const speaker = new module.eSpeakNGWorker();
  return { module, speaker, listed: speaker.list_voices(), memory: module.HEAPU8.slice() };
})();
parentPort.on("message", async ({ text, voices, rate, pitch }) => {
  const { module, speaker, listed, memory } = await ready;
  module.HEAPU8.fill(0, memory.length);
  module.HEAPU8.set(memory);
  const voice = voices.find(
    (name) => speaker.set_voice(name) === 0 || speaker.set_voice(ofLanguage(listed, name)) === 0,
  );
  if (voice === undefined) return parentPort.postMessage({ voice: null });
  speaker.set_rate(rate);
  speaker.set_pitch(pitch);
  const chunks = [];
  const events = [];
  speaker.synthesize(text, (samples, told) => {
    chunks.push(samples.slice());
    for (const event of told) {
      if (event.type === "word") events.push({ position: event.text_position, milliseconds: event.audio_position });
    }
  });
  parentPort.postMessage({ voice, sampleRate: speaker.get_samplerate(), chunks, events });
});
`;

/** So many at most wait for the next text; none of them keeps the process from ending. */
export function createEspeakThreads(most: number): EspeakThreads {
  const idle: Worker[] = [];
  return {
    take(module) {
      const worker =
        idle.pop() ?? new Worker(WORKER, { eval: true, workerData: { module }, stdout: true, stderr: true });
      worker.ref();
      return worker;
    },
    async giveBack(worker) {
      if (idle.length >= most) {
        await worker.terminate();
        return;
      }
      worker.unref();
      idle.push(worker);
    },
    close: async () => void (await Promise.all(idle.splice(0).map((worker) => worker.terminate()))),
  };
}
