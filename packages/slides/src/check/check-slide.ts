import type { Slide } from "@proxx/contract";
import type { Frame } from "../frame/frame.ts";
import { isCover } from "../layouts/layouts.ts";
import type { Scene } from "../scene/scene.ts";
import type { Theme } from "../theme/theme.ts";
import { pictureFaults } from "./picture-faults.ts";
import { placeFaults } from "./place-faults.ts";
import type { SlideFault } from "./slide-fault.ts";
import { textBoxesOf } from "./text-box.ts";
import { textFaults } from "./text-faults.ts";

/** What can be told of a slide that was laid out. */
export interface CheckedSlide {
  readonly slide: Slide;
  readonly scene: Scene;
  readonly frame: Frame;
  readonly theme: Theme;
}

/** What makes a slide look as if nobody had looked at it. Of one that is as it should be, nothing. */
export function checkSlide(checked: CheckedSlide): SlideFault[] {
  const { slide, scene, frame, theme } = checked;
  const texts = textBoxesOf(scene);
  const ground = isCover(slide) ? theme.cover.background : theme.colors.background;
  return [
    ...textFaults({ slide, texts, frame, theme }),
    ...placeFaults({ slide, texts, scene, frame }),
    ...pictureFaults({ texts, scene, ground }),
  ];
}
