import { freshCopy, type Stream } from "@proxx/media";
import type { Composition } from "./composition.ts";

/**
 * The same film, of inputs that are opened once more. A graph may take what an earlier operation left to be rendered at
 * two times, and would otherwise have to keep its frames in memory from the one to the other.
 */
export function freshComposition(film: Composition): Composition {
  const { picture, sound } = film;
  const streams = [...(picture === null ? [] : [picture.stream]), ...(sound === null ? [] : [sound.stream])];
  const copies = freshCopy(streams);
  const copyOf = (stream: Stream) => copies[streams.indexOf(stream)] ?? stream;
  return {
    ...film,
    picture: picture && { ...picture, stream: copyOf(picture.stream) },
    sound: sound && { ...sound, stream: copyOf(sound.stream) },
  };
}
