/** How subtitles are drawn into the picture of a movie: in a dark box, with an outline and no box, dark in a light box. */
export const SUBTITLE_STYLES = ["box", "outline", "light"] as const;

export type SubtitleStyle = (typeof SUBTITLE_STYLES)[number];
