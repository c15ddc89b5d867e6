import type { HighlightCode } from "../code/highlight-code.ts";
import type { Frame } from "../frame/frame.ts";
import type { SlideImage } from "../images/read-image.ts";
import type { Typesetter } from "../text/look.ts";
import type { Theme } from "../theme/theme.ts";

/** What a layout lays a slide out on. */
export interface Stage {
  readonly frame: Frame;
  readonly theme: Theme;
  readonly setter: Typesetter;
  /** By what the slide calls them. */
  readonly images: ReadonlyMap<string, SlideImage>;
  readonly highlightCode: HighlightCode;
  /** The brand's, for the ground of this slide. */
  readonly logo: SlideImage | null;
  /** Text that does not fit is shortened; nothing says that it does not. */
  readonly force: boolean;
}
