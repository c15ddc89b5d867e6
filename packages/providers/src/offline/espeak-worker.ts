/** What is asked of a thread of espeak-ng. */
export interface EspeakRequest {
  text: string;
  /** The voices to try, the best first. */
  voices: readonly string[];
  /** Words a minute. */
  rate: number;
  /** From 0 to 99. */
  pitch: number;
}

// In an instance that has spoken before the same text comes out with other bytes, and a new one takes half a second until it
// speaks at its pace. So its memory is put back before each text to what it was before the first. What the binding keeps
// outside of that memory is the address of a buffer for texts, which lies in it: texts are put into the memory here, and
// the buffer is never written to. As source text, because a bundled program has no file beside it for a worker to start from.
// By name it finds some languages' voices ("de", not "en-gb"), so those are looked up in its list.
export const ESPEAK_WORKER = `
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
  module.HEAPU8.set(memory);
  module.HEAPU8.fill(0, memory.length);
  const placed = (string) => {
    const bytes = new TextEncoder().encode(string);
    const ptr = module._webidl_malloc(bytes.length + 1);
    module.HEAPU8.set(bytes, ptr);
    module.HEAPU8[ptr + bytes.length] = 0;
    return { ptr };
  };
  const has = (name) => speaker.set_voice(placed(name)) === 0;
  const voice = voices.find((name) => has(name) || has(ofLanguage(listed, name)));
  if (voice === undefined) return parentPort.postMessage({ voice: null });
  speaker.set_rate(rate);
  speaker.set_pitch(pitch);
  const chunks = [];
  const events = [];
  speaker.synthesize(placed(text), (samples, told) => {
    chunks.push(samples.slice());
    for (const event of told) {
      if (event.type === "word") events.push({ position: event.text_position, milliseconds: event.audio_position });
    }
  });
  parentPort.postMessage({ voice, sampleRate: speaker.get_samplerate(), chunks, events });
});
`;
