import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TONE_RATE, TONE_SAMPLES } from "./tone-model.ts";

/**
 * What answers for sherpa-onnx where it is not installed: the same class, the same tones of `tone-model.ts`, and the same ends. What
 * the real one does was seen of 1.13.8: files that are not there are a TypeError, a damaged model aborts the process, a text of which
 * it knows nothing crashes it.
 */
const STAND_IN = `
const { existsSync, readFileSync, writeSync } = require("node:fs");
function end(signal) {
  process.kill(process.pid, signal);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
exports.OfflineTts = class {
  constructor(config) {
    const { model, tokens, dataDir } = config.model.vits ?? config.model.kokoro;
    if (![model, tokens, dataDir + "/phontab"].every((path) => existsSync(path))) throw new TypeError("Please check your config!");
    if (!readFileSync(model).includes("proxx-tests")) {
      writeSync(2, "terminate called after throwing an instance of 'Ort::Exception'\\n  what():  Load model from m failed:Protobuf parsing failed.\\n");
      end("SIGABRT");
    }
    this.sampleRate = ${TONE_RATE};
    this.numSpeakers = 1;
  }
  async generateAsync({ text, speed, onProgress }) {
    const sentences = text.match(/[^.!?]+[.!?]*|[.!?]+/g) ?? [text];
    const said = sentences.map((sentence) => {
      const samples = this.say(sentence, speed);
      onProgress({ samples, progress: 1 });
      return samples;
    });
    const samples = new Float32Array(said.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of said) {
      samples.set(part, at);
      at += part.length;
    }
    return { samples, sampleRate: ${TONE_RATE} };
  }
  say(text, speed) {
    const known = [...text.toLowerCase()].map((sign) => " abcdefghijklmnopqrstuvwxyz.,!?'".indexOf(sign) + 1).filter((number) => number > 0);
    if (known.length === 0) end("SIGSEGV");
    const each = Math.round(${TONE_SAMPLES} / speed);
    const samples = new Float32Array(known.length * each);
    for (const [index, number] of known.entries()) {
      for (let at = 0; at < each; at += 1) {
        samples[index * each + at] = 0.3 * Math.sin((2 * Math.PI * (200 + 20 * number) * at) / ${TONE_RATE});
      }
    }
    return samples;
  }
};`;

/** Puts the stand-in where the real one would be installed beside voices. */
export function installSherpaStandIn(folder: string): void {
  const place = join(folder, "node_modules", "sherpa-onnx-node");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "sherpa-onnx-node", version: "1.13.8" }));
  writeFileSync(join(place, "index.js"), STAND_IN);
}
