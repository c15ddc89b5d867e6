/**
 * What ffmpeg calls an error and is about nothing that is shown or heard. Whether a picture is missing is asked of counts
 * and times, never of these words.
 */
const HARMLESS = [
  // Notes beside a picture of H.264 and HEVC, and a header read a few bits too far: the picture is whole.
  /\] SEI type \d+ size \d+ truncated at \d+/,
  /\] Overread VUI by \d+ bits/,
  // A packet with no picture in it: AVI's empty places, as H.264 has them.
  /\] No start code is found\./,
  // The rates at the end of an MS-MPEG4 picture, which early encoders left out.
  /\] ext header missing, \d+ left/,
  // An entry in RealMedia's table of contents, which nobody reads who reads from start to end.
  /\[rm[^\]]*\] Invalid stream index \d+ for index at pos/,
  // What is left of a sound track at its end and does not fill a span of ASF's packets, which is therefore not interleaved.
  /\[asf[^\]]*\] pkt\.size != ds_packet_size \* ds_span \(\d+ \d+ \d+\)/,
];

/** Whether a line of ffmpeg, whatever its level, says nothing against picture and sound. */
export function isHarmlessComplaint(line: string): boolean {
  const withoutLevel = line.replace(/\] \[(error|fatal|panic)\] /, "] ");
  return HARMLESS.some((pattern) => pattern.test(withoutLevel));
}
