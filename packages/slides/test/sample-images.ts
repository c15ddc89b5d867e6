import type { Fonts } from "@proxx/drawing";
import { readImage, type Logo, type SlideImage } from "../src/index.ts";
import { samplePhoto } from "./sample-photo.ts";

const DIAGRAM = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="560" viewBox="0 0 1200 560">
<rect width="1200" height="560" rx="16" fill="#ffffff"/>
<g fill="none" stroke="#14508c" stroke-width="6"><path d="M330 160H520M330 400H520M700 280H870M610 160V220M610 400V340"/></g>
<g fill="#e7eef6" stroke="#14508c" stroke-width="4"><rect x="90" y="100" width="240" height="120" rx="14"/><rect x="90" y="340" width="240" height="120" rx="14"/><rect x="520" y="220" width="180" height="120" rx="14"/><rect x="870" y="220" width="240" height="120" rx="14"/></g>
<g fill="#14508c"><circle cx="210" cy="160" r="26"/><circle cx="210" cy="400" r="26"/><rect x="584" y="254" width="52" height="52"/><path d="M965 246l62 34-62 34z"/></g></svg>`;

export async function sampleImages(fonts: Fonts): Promise<Map<string, SlideImage>> {
  return new Map([
    ["dusk.png", await readImage(fonts, "dusk.png", samplePhoto(1600, 1000))],
    ["diagram.svg", await readImage(fonts, "diagram.svg", Buffer.from(DIAGRAM))],
  ]);
}

/** A sign and two bars that stand for a name. */
export async function sampleLogo(fonts: Fonts): Promise<Logo> {
  const sign = (disc: string, name: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120" viewBox="0 0 400 120"><circle cx="60" cy="60" r="52" fill="${disc}"/><path d="M38 62l16 16 30-36" stroke="#ffffff" stroke-width="12" fill="none"/><rect x="140" y="30" width="240" height="24" fill="${name}"/><rect x="140" y="68" width="160" height="24" fill="${name}"/></svg>`;
  return {
    image: await readImage(fonts, "logo.svg", Buffer.from(sign("#0a7f5a", "#10202a"))),
    onDark: await readImage(fonts, "logo-white.svg", Buffer.from(sign("#3ddc9b", "#ffffff"))),
  };
}
