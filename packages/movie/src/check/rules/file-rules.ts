import type { FilePurpose, SeenFile } from "../look/look-at-files.ts";
import type { SeenMovie } from "../look/seen-movie.ts";
import { LONGEST_FILM_SECONDS } from "../../video/film/open-film.ts";
import type { Rule, Sighting } from "./rule.ts";

/** Files that the movie needs, and pictures that it would show badly. */
export const FILE_RULES: readonly Rule[] = [
  problem("missing", {
    code: "missing_file",
    severity: "error",
    hint: "Paths of a script begin where it lies, those of the configuration where that lies.",
    says: ({ path }) => `is not there: ${path}.`,
  }),
  problem("unreadable", {
    code: "unreadable_file",
    severity: "error",
    hint: "Pictures are PNG, JPEG, WebP, GIF or SVG; sound and films what ffmpeg reads.",
    says: ({ path, cause }) => `cannot be read: ${path}${cause === null ? "" : `, ${cause}`}.`.replace(/\.\.$/u, "."),
  }),
  problem("silent", {
    code: "wrong_media",
    severity: "error",
    hint: "A recording and music need a sound track, a background film a picture.",
    says: ({ path }) => `has nothing of what is needed of it: ${path}.`,
  }),
  {
    code: "small_picture",
    severity: "warning",
    hint: "Take a larger one: it is shown on a small card, or not sharp.",
    *find(movie) {
      for (const file of movie.files) {
        const { image } = file;
        const needed = Math.min(movie.size.width, movie.size.height) * shareOf(file, movie);
        // A drawing is sharp at any size.
        if (image === null || isVector(file) || Math.max(image.width, image.height) >= needed) continue;
        const message = `${NAMES[file.purpose]} has ${image.width} × ${image.height} pixels; its longer side should have ${Math.ceil(needed)}.`;
        yield { at: file.at, document: file.document, message };
      }
    },
  },
  {
    code: "long_film",
    severity: "warning",
    hint: "Cut it to what is to be seen.",
    *find({ files }) {
      for (const { purpose, seconds, at } of files) {
        if (purpose !== "background" || seconds === null || seconds <= LONGEST_FILM_SECONDS + 1) continue;
        const message = `The background lasts ${Math.round(seconds)} s; after ${LONGEST_FILM_SECONDS} s it begins again.`;
        yield { at, message };
      }
    },
  },
  {
    code: "odd_picture_shape",
    severity: "warning",
    hint: "Cut it to what matters: most of it would be cut off, or it would be a narrow stripe.",
    *find({ files }) {
      for (const { image, purpose, at, document } of files) {
        if (image === null) continue;
        const ratio = Math.max(image.width / image.height, image.height / image.width);
        if (ratio <= (purpose === "avatar" ? 2 : purpose === "logo" ? LONGEST_LOGO : MOST_RATIO)) continue;
        yield {
          at,
          document,
          message: `${NAMES[purpose]} is ${ratio.toFixed(1)} times as long as it is high or wide.`,
        };
      }
    },
  },
];

const MOST_RATIO = 4;
/** A name in letters is long; a longer one is small in its corner. */
const LONGEST_LOGO = 8;

const NAMES: Readonly<Record<FilePurpose, string>> = {
  recording: "The recording",
  picture: "The picture",
  background: "The background",
  avatar: "The avatar",
  music: "The music",
  logo: "The logo",
};

/** How much of the frame's shorter side a picture needs to have of pixels, to be scaled up by half at the most. */
function shareOf({ purpose, at }: SeenFile, { script }: SeenMovie): number {
  if (purpose === "avatar" || purpose === "logo") return 0.09;
  if (purpose === "background") return 0.67;
  const slide = script.sections[Number(at[1])]?.slide;
  return slide?.layout === "image" ? 0.67 : 0.33;
}

function isVector({ path }: SeenFile): boolean {
  return /\.svg$/iu.test(path);
}

function problem(
  kind: SeenFile["problem"],
  { says, ...rule }: Omit<Rule, "find"> & { says: (file: SeenFile) => string },
): Rule {
  return {
    ...rule,
    *find({ files }: SeenMovie): Iterable<Sighting> {
      for (const file of files) {
        if (file.problem !== kind) continue;
        yield { at: file.at, document: file.document, message: `${NAMES[file.purpose]} ${says(file)}` };
      }
    },
  };
}
