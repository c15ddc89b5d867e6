// What a thread that draws previews does: it starts from this file, or from what that has been bundled into.
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { ProxxError, type DrawnPreview, type ProxxErrorCode, type Slide } from "@proxx/contract";
import { createFonts, type Fonts } from "@proxx/drawing";
import { createHighlighter, drawSlides, readImage, type Brand, type SlideImage, type ThemeName } from "@proxx/slides";
import { readLogo, type LogoFiles } from "../slides/read-logo.ts";

/** All of which one slide is drawn. */
export interface PreviewDrawing {
  readonly slide: Slide;
  readonly language: string;
  readonly theme: ThemeName;
  readonly brand: Brand | undefined;
  readonly logo: LogoFiles | undefined;
  /** Of the brand's own. */
  readonly fontFiles: readonly string[];
  readonly size: { readonly width: number; readonly height: number };
  readonly subtitles: boolean;
  /** The bytes of the picture on it. */
  readonly picture: Uint8Array | null;
  /** Which of those that the slide becomes. The last one where there are fewer. */
  readonly index: number;
}

export type PreviewAnswer =
  | DrawnPreview
  | { readonly failure: { readonly code: ProxxErrorCode; readonly message: string; readonly hint: string } };

/** Where it starts from, and by what it knows that it is to. */
export const SLIDE_THREAD = { url: import.meta.url, role: "draws previews of slides" } as const;

if (!isMainThread && workerData === SLIDE_THREAD.role) {
  const fontsOf = new Map<string, Fonts>();
  const highlightCode = createHighlighter();

  const draw = async (drawing: PreviewDrawing): Promise<DrawnPreview> => {
    const { slide, theme, brand, logo, fontFiles, size, subtitles, language, picture, index } = drawing;
    const key = fontFiles.join("\n");
    const fonts = fontsOf.get(key) ?? createFonts({ fontFiles: [...fontFiles] });
    fontsOf.set(key, fonts);
    const images = new Map<string, SlideImage>();
    if (picture !== null && "image" in slide)
      images.set(slide.image, await readImage(fonts, slide.image, Buffer.from(picture)));
    const drawn = await drawSlides(slide, {
      theme,
      size,
      subtitles,
      language,
      fonts,
      images,
      highlightCode,
      ...(brand === undefined ? {} : { brand }),
      ...(logo === undefined ? {} : { logo: await readLogo(logo, fonts) }),
    });
    const shown = drawn[Math.min(index, drawn.length - 1)];
    if (shown === undefined) throw new TypeError("Expected a slide to have been drawn");
    return { png: Uint8Array.from(await shown.png()), slides: drawn.length };
  };

  const answer = async (drawing: PreviewDrawing): Promise<PreviewAnswer> => {
    try {
      return await draw(drawing);
    } catch (error) {
      // An error loses what it is on its way between threads.
      if (error instanceof ProxxError)
        return { failure: { code: error.code, message: error.message, hint: error.hint } };
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { failure: { code: "internal", message, hint: "This is a fault of Proxx." } };
    }
  };

  parentPort?.on("message", (drawing: PreviewDrawing) => {
    void answer(drawing).then((answered) => parentPort?.postMessage(answered, []));
  });
}
