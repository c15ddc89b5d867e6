import { expect, test } from "vitest";
import { isHarmlessComplaint } from "./harmless-complaint.ts";

// Each of them was written about a film that plays whole.
test.each([
  "[h264 @ 0x55b4fe072a00] SEI type 5 size 256 truncated at 255",
  "[h264 @ 0x55b4fe093a40] [error] Overread VUI by 2 bits",
  "[h264 @ 0x555ec64f6ac0] [error] No start code is found.",
  "[msmpeg4v1] ext header missing, 0 left",
  "[rm @ 0x563e1f3a2a80] [error] Invalid stream index 1 for index at pos 726206",
  "[asf @ 0x558f9618e940] [error] pkt.size != ds_packet_size * ds_span (320 320 7)",
])("says nothing against picture and sound: %s", (line) => {
  expect(isHarmlessComplaint(line)).toBe(true);
});

test.each([
  "[h264 @ 0x55b4fe072a00] [error] error while decoding MB 12 4, bytestream -7",
  "[mpeg2video] ac-tex damaged at 4 2",
  "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5598] stream 0, offset 0x30: partial file",
  "Error while decoding stream #0:0: Invalid data found when processing input",
  "SEI type 5 size 256 truncated at 255",
])("says something: %s", (line) => {
  expect(isHarmlessComplaint(line)).toBe(false);
});
