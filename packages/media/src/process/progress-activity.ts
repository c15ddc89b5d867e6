/**
 * Tells the lines of `-progress` in which something has moved. ffmpeg reports several times a second even when it stands
 * still; only a figure that changed is a sign of life.
 */
export function createProgressActivity(): (line: string) => boolean {
  const figures = new Map<string, string>();
  return (line) => {
    const [key = "", value = ""] = line.split("=");
    if (!["frame", "out_time_us", "total_size"].includes(key) || figures.get(key) === value) return false;
    figures.set(key, value);
    return true;
  };
}
