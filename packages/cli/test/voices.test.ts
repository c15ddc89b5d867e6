import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { installSherpaStandIn } from "@proxx/testing/sherpa-stand-in";
import { toneModel, TONE_RATE, TONE_SAMPLES, toneTokens } from "@proxx/testing/tone-model";
import { NEURAL_VOICES } from "@proxx/voices";
import { expect, onTestFinished, test } from "vitest";

const run = (home: string, ...args: string[]) => runProxx(["voices", ...args], { env: { PROXX_HOME: home } });

test("lists the voices that can be added, with what they may be used for", async () => {
  const home = temporaryFolder();
  const { code, stdout } = await run(home);
  expect(code).toBe(0);
  expect(stdout).toMatch(/piper:thorsten +de-DE +67 MB +CC0 1\.0 +Thorsten, a man/);
  expect(stdout).toMatch(/kokoro:en +en-US +103 MB +Apache 2\.0/);
  const listed = JSON.parse((await run(home, "--json")).stdout) as { voices: object[]; folder: string };
  expect(listed.folder).toBe(join(home, "voices"));
  expect(listed.voices).toContainEqual(
    expect.objectContaining({ name: "piper:siwis", folder: null, bytes: 67_207_459 }),
  );
  expect(readdirSync(home)).toEqual([]);
});

test("takes no other file than the voice's, from wherever it comes, and says so", async () => {
  const home = temporaryFolder();
  const file = join(home, "other.tar.bz2");
  writeFileSync(file, "other");
  const server = createServer((_request, response) => response.end("<html>Please sign in</html>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v`;
  const of = (...args: string[]) => run(home, "add", "piper:thorsten", "--from", ...args);
  expect(await of(file)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /Licence: CC0 1\.0 \(https:[^]*is not the archive of piper:thorsten: 5 bytes, expected 67214254/,
    ) as string,
  });
  expect(await of(join(home, "none"))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no file") as string,
  });
  expect(await of(from)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--allow-private-sources") as string,
  });
  expect(await of(from, "--allow-private-sources")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not the archive") as string,
  });
  expect(readdirSync(join(home, "voices"))).toEqual([]);
});

test("says which voice is meant, and that one is not there", async () => {
  const home = temporaryFolder();
  expect(await run(home, "add", "piper:torsten")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("piper:thorsten") as string,
  });
  expect(await run(home, "remove", "piper:thorsten")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("was not there") as string,
  });
});

/** A voice as `voices add` leaves it, whose model hums. */
function installTone(home: string): void {
  const voice = NEURAL_VOICES.find(({ name }) => name === "piper:ljspeech");
  if (voice === undefined) throw new Error("There is no such voice.");
  const folder = join(home, "voices", "piper-ljspeech");
  mkdirSync(join(folder, "espeak-ng-data"), { recursive: true });
  for (const name of ["phontab", "phonindex", "phondata", "intonations"]) {
    writeFileSync(join(folder, "espeak-ng-data", name), "");
  }
  writeFileSync(join(folder, voice.model), toneModel());
  writeFileSync(join(folder, "tokens.txt"), toneTokens());
  writeFileSync(
    join(folder, "voice.json"),
    JSON.stringify({ name: voice.name, sha256: voice.sha256, addedAtMs: Date.now() }),
  );
  installSherpaStandIn(join(home, "voices"));
}

test("a voice that was added speaks a movie of its language, and is listed; what it said is not said again", async () => {
  const [home, movie] = [temporaryFolder(), temporaryFolder()];
  const env = { PROXX_HOME: home };
  const text = "The water comes to the ship.";
  const sections = [{ title: "Locks", slide: { layout: "title", title: "Locks" }, narrations: [{ text }] }];
  writeFileSync(join(movie, "script.yaml"), JSON.stringify({ title: "Locks", language: "en", sections }));
  const proxx = async (...args: string[]) => {
    const { code, stdout, stderr } = await runProxx(args, { env });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };
  const estimate = async () =>
    (JSON.parse(await proxx("movie", "check", movie, "--json")) as { estimate: { seconds: number } }).estimate.seconds;
  const byEspeak = await estimate();
  installTone(home);
  expect(await estimate()).toBeGreaterThan(byEspeak);
  const speak = async () =>
    JSON.parse(await proxx("movie", "audio", "-o", movie)) as { narrations: { seconds: number; reused: boolean }[] };
  const [line] = (await speak()).narrations;
  expect(line?.reused).toBe(false);
  // A tone for each character, and what is silent before and behind them.
  expect(line?.seconds).toBeCloseTo((text.length * TONE_SAMPLES) / TONE_RATE + 0.26, 1);
  expect((await speak()).narrations).toMatchObject([{ reused: true }]);
  expect(await proxx("voices")).toMatch(/piper:ljspeech +en-US +added/);
  expect(await proxx("movie", "voices", "--language", "en-US")).toMatch(/piper:ljspeech +en-US +LJ Speech/);
});
