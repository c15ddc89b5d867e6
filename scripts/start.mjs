// Sets up what is missing, then runs a script of this repository on the pinned Node: `node scripts/start.mjs demo.ts …`.
// Plain JavaScript for any Node, because it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const windows = process.platform === "win32";
const [script, ...args] = process.argv.slice(2);
/** What packages are called where that is not what Debian calls them. */
const ELSEWHERE = {
  ffmpeg: { dnf: "/usr/bin/ffmpeg", fedora: "ffmpeg --allowerasing   (from RPM Fusion)", windows: "Gyan.FFmpeg" },
  python3: { dnf: "python3", fedora: "python3", windows: "Python.Python.3.13" },
  chromium: { dnf: "chromium", fedora: "chromium", windows: "Hibbiki.Chromium" },
  postgresql: { dnf: "postgresql-server", fedora: "postgresql-server", windows: "PostgreSQL.PostgreSQL.17" },
};

installDependencies();
installProgram("ffmpeg", () => ["ffmpeg", "ffprobe"].every(isOnPath));
// The stand-in for DaVinci Resolve, whose scripting language is Python, is tested with the real interpreter.
if (script?.endsWith("test.ts")) installProgram("python3", () => isOnPath("python3"));
// The page is tested in a browser.
if (script?.endsWith("test.ts")) installProgram("chromium", () => isOnPath("chromium"));
// Tests run on a throw-away cluster of their own; the system's is left alone, and need not run.
if (wantsPostgres()) installProgram("postgresql", isPostgresThere);
if (script !== undefined) process.exitCode = runOnPinnedNode();

function installDependencies() {
  const stamp = join(root, "node_modules", ".proxx-setup");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && existsSync(pinnedNode())) return;
  say("installing the dependencies …");
  // Not `npm ci`: it refuses a lock file that lacks the binaries of a platform which the registry at hand does not carry,
  // though nobody needs them there. `--no-save` keeps to the lock file and leaves it as it is. npm warns of packages that
  // want a newer Node than the one it runs on itself, which is none that they will run on: only its errors are shown.
  const quietly = ["--no-audit", "--no-fund", "--loglevel=error"];
  const run = spawnSync(windows ? "npm.cmd" : "npm", ["install", "--no-save", ...quietly], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  if (run.status !== 0) fail("`npm install` failed; its message stands above.");
  if (!existsSync(pinnedNode())) {
    fail(
      "the pinned Node is missing: npm did not run the install script of the `node` package.\nRun `npm install --ignore-scripts=false`, or `npm approve-scripts node` first.",
    );
  }
  writeFileSync(stamp, wanted);
}

function installProgram(packageName, isThere) {
  if (isThere()) return;
  const installer = installers().find(({ usable }) => usable());
  if (installer) {
    say(`installing ${packageName} (${installer.name}) …`);
    for (const command of installer.commands(packageName)) {
      const run = spawnSync(command[0], command.slice(1), {
        stdio: ["ignore", "ignore", 2],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
      if (run.status !== 0) break;
    }
    if (isThere()) return;
  }
  fail(
    `${packageName} is needed and was not found. Install it and run this again:\n` +
      `  Debian, Ubuntu  sudo apt-get update && sudo apt-get install -y ${packageName}\n` +
      `  Fedora          sudo dnf install -y ${ELSEWHERE[packageName].fedora}\n` +
      `  macOS           brew install ${packageName}\n` +
      `  Windows         winget install ${ELSEWHERE[packageName].windows}`,
  );
}

function installers() {
  const root = process.getuid?.() === 0;
  return [
    {
      name: "apt-get",
      usable: () => root && isOnPath("apt-get"),
      commands: (name) => [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name],
      ],
    },
    {
      name: "dnf",
      usable: () => root && isOnPath("dnf"),
      commands: (name) => [["dnf", "install", "-y", "-q", ELSEWHERE[name].dnf]],
    },
    {
      name: "brew",
      usable: () => process.platform === "darwin" && isOnPath("brew"),
      commands: (name) => [["brew", "install", "-q", name]],
    },
  ];
}

function wantsPostgres() {
  if (windows || process.env.DATABASE_URL) return false;
  return script?.endsWith("test.ts") || args[0] === "server";
}

/** Distributions leave its programs out of PATH. */
function isPostgresThere() {
  const folders = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"].filter(existsSync);
  const versions = folders.flatMap((folder) => readdirSync(folder).map((name) => ({ folder, name })));
  return (
    isOnPath("initdb") ||
    versions.some(
      ({ folder, name }) => /^(pgsql-|postgresql@?)?\d+$/.test(name) && existsSync(join(folder, name, "bin", "initdb")),
    )
  );
}

function isOnPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, windows ? `${program}.exe` : program), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}

function pinnedNode() {
  return join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");
}

function runOnPinnedNode() {
  const path = join(root, "node_modules", ".bin") + delimiter + (process.env.PATH ?? "");
  const run = spawnSync(pinnedNode(), ["--conditions=@proxx/source", join(root, script), ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PATH: path },
  });
  return run.status ?? 1;
}

function say(message) {
  process.stderr.write(`proxx set-up: ${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
