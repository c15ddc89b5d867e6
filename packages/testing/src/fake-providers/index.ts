export {
  FAKE_SECONDS_PER_CHARACTER,
  startFakeElevenlabs,
  type FakeElevenlabs,
  type FakeElevenlabsOptions,
} from "./fake-elevenlabs.ts";
export { startFakeFal, type FakeFal, type FakeFalOptions } from "./fake-fal.ts";
export { startFakeGoogle, type FakeGoogle, type FakeGoogleOptions } from "./fake-google.ts";
export { startFakeOpenai, type FakeOpenai, type FakeOpenaiOptions } from "./fake-openai.ts";
export {
  startFakeReplicate,
  type FakeReplicate,
  type FakeReplicateOptions,
  type FakeWebhooks,
  type SignedWebhook,
} from "./fake-replicate.ts";
export { FAKE_KEY, type FakeEnding, type FakeFile, type FakeResult, type FakeResults } from "./fake-result.ts";
export {
  formOf,
  formText,
  jsonOf,
  startFakeServer,
  type FakePhase,
  type FakeServer,
  type Misbehaviour,
  type RecordedRequest,
} from "./fake-server.ts";
export { findText } from "./find-text.ts";
export { startFakeVoicevox, type FakeVoicevox, type FakeVoicevoxOptions } from "../fake-voicevox/fake-voicevox.ts";
