import { describe, expect, test } from "vitest";
import { createReach } from "./reach.ts";

describe("what may be reached", () => {
  test("is everything when the operator says so, and what is public otherwise", () => {
    expect(createReach(true)("127.0.0.1", 80)).toBe(true);
    expect(createReach(false)("127.0.0.1", 80)).toBe(false);
    expect(createReach(false)("8.8.8.8", 80)).toBe(true);
  });

  test("is exactly the endpoints of a list, and what is public", () => {
    const reach = createReach(["10.0.0.5:8080", "[fd00:0::0:5]:443"]);
    expect(reach("10.0.0.5", 8080)).toBe(true);
    expect(reach("fd00::5", 443)).toBe(true);
    expect(reach("8.8.8.8", 80)).toBe(true);
    expect(reach("10.0.0.5", 8081)).toBe(false);
    expect(reach("10.0.0.6", 8080)).toBe(false);
    expect(reach("fd00::5", 8080)).toBe(false);
  });

  test.each(["10.0.0.5", "localhost:80", "10.0.0.0/8", "10.0.0.5:", "[10.0.0.5]:80", "fd00::5:80", "*:80", ""])(
    "cannot be said by %j",
    (text) => {
      expect(() => createReach([text])).toThrow("address:port");
    },
  );
});
