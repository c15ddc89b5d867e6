import { useSignal } from "@preact/signals";
import { ProxxError } from "@proxx/contract";
import { RequestRefused } from "@proxx/sdk/client";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../../live/server.ts";
import { words } from "../../words/words.ts";
import { openSlidePreviews, type PreviewRequest } from "./slide-previews.ts";

const previews = openSlidePreviews(
  async (request) => {
    const { png, slides } = await client.movies.preview(request);
    return { picture: await createImageBitmap(png), slides };
  },
  // Another tab has one drawn, or the server is away, which the page says elsewhere.
  (error) => !(error instanceof ProxxError) || (error instanceof RequestRefused && error.status === 429),
);

interface SlidePictureProps {
  /** What tells it from the pictures of other slides. */
  slide: string;
  title: string;
  requestOf: (slide: number) => PreviewRequest;
}

/** A slide as the movie would show it now. While the next picture is drawn, the one before stays. */
export function SlidePicture({ slide, title, requestOf }: SlidePictureProps) {
  const { desk } = words.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const number = useSignal(1);
  const count = useSignal(0);
  const isStale = useSignal(true);
  const fault = useSignal<string | null>(null);
  const wanted = JSON.stringify(requestOf(number.value));
  useEffect(() => {
    isStale.value = true;
    previews.want(slide, {
      request: JSON.parse(wanted) as PreviewRequest,
      onDrawn: ({ picture, slides }) => {
        show(canvas.current, picture);
        count.value = slides;
        number.value = Math.min(number.peek(), slides);
        isStale.value = false;
        fault.value = null;
      },
      onFailed: (error) => {
        fault.value = error instanceof Error ? error.message : String(error);
      },
    });
  }, [wanted]);
  useEffect(() => () => previews.forget(slide), [slide]);
  return (
    <figure
      class="slide-picture"
      data-stale={isStale.value ? "" : undefined}
      aria-busy={isStale.value && fault.value === null}
    >
      <canvas ref={canvas} role="img" aria-label={desk.picture(title)} hidden={count.value === 0} />
      {count.value === 0 && fault.value === null && <p class="soft small">{desk.drawing}</p>}
      {count.value > 1 && (
        <figcaption class="small">
          <button type="button" class="button quiet" disabled={number.value <= 1} onClick={() => (number.value -= 1)}>
            {desk.slideBefore}
          </button>
          {desk.slideOf(number.value, count.value)}
          <button
            type="button"
            class="button quiet"
            disabled={number.value >= count.value}
            onClick={() => (number.value += 1)}
          >
            {desk.slideAfter}
          </button>
        </figcaption>
      )}
      {fault.value !== null && (
        <p class="small fault" role="status">
          {desk.undrawn} {fault.value}
        </p>
      )}
    </figure>
  );
}

/** Onto a canvas, for the page may show no picture that comes from nowhere. */
function show(canvas: HTMLCanvasElement | null, picture: ImageBitmap): void {
  if (canvas === null) return;
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
}
