// Adds to package-lock.json the optional packages of other platforms that it lacks. A registry that serves only
// some platforms makes npm leave them out, and `npm ci` then refuses the lock everywhere. Their checksums are not
// known here; npm checks them against the registry where they are really installed. Run it after `npm install`.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "x64",
  "wasm32",
];

/** `name@version` wanted as optional by some package of the lock, and not in it. */
export function missingOptionals(lock) {
  const missing = new Map();
  for (const [path, { optionalDependencies = {}, dev = false }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (found(lock, path, name)) continue;
      const before = missing.get(name);
      missing.set(name, { version, dev: dev && (before?.dev ?? true) });
    }
  }
  return missing;
}

/** Looks as Node does: inside the dependant, then beside it, then further up. */
function found(lock, dependant, name) {
  for (let at = dependant; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1)))
    if (lock.packages[`${at}/node_modules/${name}`]) return true;
  return lock.packages[`node_modules/${name}`] !== undefined;
}

function entry(name, { version, dev }) {
  const words = name.replace(/[_/]/g, "-").split("-");
  const os = name === "fsevents" ? "darwin" : systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${name} is wanted as ${version}: name one version in the lock by hand`);
  if (!os && !cpu) throw new Error(`${name} names neither a system nor a processor`);
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(os === "linux" && { libc: [/musl/.test(name) ? "musl" : "glibc"] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL("../package-lock.json", import.meta.url);
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptionals(lock);
  for (const [name, wanted] of missing) lock.packages[`node_modules/${name}`] = entry(name, wanted);
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, "en")),
  );
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.size} packages added`);
}
