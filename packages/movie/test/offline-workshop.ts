import { createFonts } from "@proxx/drawing";
import { discoverTools } from "@proxx/media";
import { createVoices } from "@proxx/voices";

const tools = await discoverTools();
const voices = createVoices({ tools });

/** What movies are made with here: the voices of this machine, and no network. */
export const offlineWorkshop = {
  tools: () => Promise.resolve(tools),
  fonts: createFonts,
  voices: () => Promise.resolve(voices),
  network: { fetchToFile: () => Promise.reject(new Error("There is nothing to be fetched")) },
};
