/** What models are asked for. */
export const TASKS = ["video", "image", "speech", "transcription", "lip-sync", "background-removal"] as const;
export type Task = (typeof TASKS)[number];
