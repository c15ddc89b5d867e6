/** A voice of a neural model that can be fetched: one archive, of which every byte is known beforehand. */
export interface NeuralVoice {
  /** As scripts name it, such as `piper:thorsten`. */
  name: string;
  engine: "piper" | "kokoro";
  /** A language tag. */
  language: string;
  description: string;
  /** Of the recordings that it was trained on, or of the model. */
  licence: string;
  /** Where that is written. */
  licenceUrl: string;
  /** Of the archive, in which all lies below a folder of this name without its ending. */
  archive: string;
  bytes: number;
  sha256: string;
  /** The model's file within it. */
  model: string;
  /** Who speaks, by the number that the model has for each; their names where they have any. @default one speaker */
  speakers?: { names: readonly string[]; count: number; first: number };
  /** Dictionaries of its words, within it. @default none */
  lexicons?: readonly string[];
  /** What makes words of numbers and dates before they are looked up, in this order, within it. @default nothing */
  rules?: readonly string[];
}

const RELEASE = "https://github.com/k2-fsa/sherpa-onnx/releases/download/tts-models";
const CARDS = "https://huggingface.co/rhasspy/piper-voices/blob/main";

/** Where its archive is. */
export function archiveUrl(voice: NeuralVoice): string {
  return `${RELEASE}/${voice.archive}`;
}

/**
 * The voices that are known here. Their sizes and hashes are those of upstream's `checksum.txt` as at least two public
 * repositories repeat it, which may have it from each other: docs/decisions/0029-voices-are-pinned.md names them. Of upstream's voices those are here
 * that may be used for everything.
 */
export const NEURAL_VOICES: readonly NeuralVoice[] = [
  piper("ljspeech", "en-US", "en/en_US/ljspeech/medium", {
    description: "LJ Speech, a woman",
    licence: "public domain",
    bytes: 67_169_893,
    sha256: "3dfb4b759d8be032a4903a9538d128b0fda2a06ab1de6cbc2d93a97e2dd83dba",
  }),
  piper("cori", "en-GB", "en/en_GB/cori/medium", {
    description: "Cori, a woman",
    licence: "public domain",
    bytes: 67_257_412,
    sha256: "49c9a5361bbdd95d7ca9687c4de11e5908481f65e7c7c368960df79949fdac2b",
  }),
  piper("thorsten", "de-DE", "de/de_DE/thorsten/medium", {
    description: "Thorsten, a man",
    licence: "CC0 1.0",
    bytes: 67_214_254,
    sha256: "50487d9c95fdf2191f31d2588569381063ba1591dcd4c7d4bdd30f12b2191714",
  }),
  piper("siwis", "fr-FR", "fr/fr_FR/siwis/medium", {
    description: "SIWIS, a woman",
    licence: "CC BY 4.0",
    bytes: 67_207_459,
    sha256: "375909aa30842b3a4efa10b1beb1d761af792960ae6873b4d53889f96c66195b",
  }),
  piper("davefx", "es-ES", "es/es_ES/davefx/medium", {
    description: "Davefx, a man",
    licence: "CC0 1.0",
    bytes: 67_184_952,
    sha256: "a3f6beb54a9cb893279f72978a22f807a4d9fc9c7848157b524d5cc7b7f58b22",
  }),
  piper("paola", "it-IT", "it/it_IT/paola/medium", {
    description: "Paola, a woman",
    licence: "CC0 1.0",
    bytes: 67_221_173,
    sha256: "7541f75778afa164e44e34baaef63befad7698595df26a95ca944b63ef1a16b4",
  }),
  piper("faber", "pt-BR", "pt/pt_BR/faber/medium", {
    description: "Faber, a man",
    licence: "CC0 1.0",
    bytes: 67_183_065,
    sha256: "7add3f923ad6bc25ca8a192805fd1a64d1b3893e4611c4a9719545a825039a83",
  }),
  piper("gosia", "pl-PL", "pl/pl_PL/gosia/medium", {
    description: "Gosia, a woman",
    licence: "CC0 1.0",
    bytes: 67_211_182,
    sha256: "75bd34dcbdc4dd98d763954756b4b34b4208100497c836381542e4d73dcefa9c",
  }),
  {
    name: "kokoro:en",
    engine: "kokoro",
    language: "en-US",
    description: "Kokoro 82M, eleven speakers",
    licence: "Apache 2.0",
    licenceUrl: "https://huggingface.co/hexgrad/Kokoro-82M",
    archive: "kokoro-int8-en-v0_19.tar.bz2",
    bytes: 103_248_205,
    sha256: "c9f0dd393615805b0bab050c340834d5e684e732aec91c0e860cd30e982c08bd",
    model: "model.int8.onnx",
    speakers: {
      names: [
        ...["af", "af_bella", "af_nicole", "af_sarah", "af_sky", "am_adam", "am_michael"],
        ...["bf_emma", "bf_isabella", "bm_george", "bm_lewis"],
      ],
      count: 11,
      first: 0,
    },
  },
  {
    name: "kokoro:zh",
    engine: "kokoro",
    language: "zh-CN",
    description: "Kokoro 82M, a hundred speakers of Chinese and three of English",
    licence: "Apache 2.0",
    licenceUrl: "https://huggingface.co/hexgrad/Kokoro-82M-v1.1-zh",
    archive: "kokoro-int8-multi-lang-v1_1.tar.bz2",
    bytes: 147_031_220,
    sha256: "a1e94694776049035c4f2c6529f003aaece993c76aae9a78995831c3c4dcafc6",
    model: "model.int8.onnx",
    speakers: { names: ["af_maple", "af_sol", "bf_vale"], count: 103, first: 3 },
    lexicons: ["lexicon-us-en.txt", "lexicon-zh.txt"],
    rules: ["phone-zh.fst", "date-zh.fst", "number-zh.fst"],
  },
];

function piper(
  name: string,
  language: string,
  card: string,
  about: Pick<NeuralVoice, "description" | "licence" | "bytes" | "sha256">,
): NeuralVoice {
  const file = `${language.replace("-", "_")}-${name}-medium`;
  return {
    name: `piper:${name}`,
    engine: "piper",
    language,
    licenceUrl: `${CARDS}/${card}/MODEL_CARD`,
    archive: `vits-piper-${file}.tar.bz2`,
    model: `${file}.onnx`,
    ...about,
  };
}
