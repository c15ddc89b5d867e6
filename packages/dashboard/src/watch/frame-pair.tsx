import type { WatchState } from "@proxx/contract";
import { serverUrl } from "../live/server.ts";
import { words } from "../words/words.ts";

interface FramePairProps {
  /** Its place in the list of folders. */
  folder: number;
  state: WatchState;
  name: string;
  clip: number;
}

/** The same moment of the source and of what was made of it, side by side. */
export function FramePair({ folder, state, name, clip }: FramePairProps) {
  const { watch } = words.value;
  const sourceOf = (of: "source" | "output") => {
    const query = new URLSearchParams({ folder: String(folder), state, name, clip: String(clip), of });
    return `${serverUrl}/api/watch/frame?${query}`;
  };
  return (
    <div class="pair">
      <figure>
        <img src={sourceOf("source")} alt={watch.source} loading="lazy" />
        <figcaption class="small soft">{watch.source}</figcaption>
      </figure>
      <figure>
        <img src={sourceOf("output")} alt={watch.proxy} loading="lazy" />
        <figcaption class="small soft">{watch.proxy}</figcaption>
      </figure>
    </div>
  );
}
