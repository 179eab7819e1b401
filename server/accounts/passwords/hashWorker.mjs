// The thread that hashes passwords. Each call blocks it, so that neither the thread that serves nor libuv's pool, which
// reads files and makes pictures, is held. An error ends it; PasswordHasher tells the caller and starts another.
// It is plain JavaScript, which a thread of the sources runs as it is: with tsx it starts ten times slower.
import { scryptSync, timingSafeEqual } from "node:crypto";
import { getPriority, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Algorithm, hashSync, verifySync } from "@node-rs/argon2";

/** @type {{ memoryKiB: number, passes: number, lanes: number }} */
const { memoryKiB, passes, lanes } = workerData;

// How far it steps back for the thread that serves, where they share a processor. Linux alone has a priority for each thread.
const yields = 5;
const lowest = 19;
if (process.platform === "linux") setPriority(Math.min(lowest, getPriority() + yields));

/** Passwords are compared in NFKC, so that another system's keyboard makes no other one (NIST SP 800-63B, 3.1.1.2). */
const normal = (password) => password.normalize("NFKC");

/** A PHC string with a salt of its own. */
const hash = ({ password }) =>
  hashSync(normal(password), {
    algorithm: Algorithm.Argon2id,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
  });

/** Throws for what is no hash. */
const verify = ({ hash, password }) =>
  hash.startsWith("$argon2") ? verifySync(hash, normal(password)) : verifyScrypt(hash, normal(password));

/** As better-auth writes it by default: hexadecimal, `salt:key`; the salt goes in as that text. */
function verifyScrypt(hash, password) {
  const [, salt, hex] = /^([0-9a-f]+):([0-9a-f]{128})$/.exec(hash) ?? [];
  if (!salt || !hex) throw new Error("What is stored is no password hash");
  const key = Buffer.from(hex, "hex");
  const parameters = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
  return timingSafeEqual(key, scryptSync(password, salt, key.length, parameters));
}

/** @type {Promise<Set<string>> | undefined} */
let commonPasswords;

/** Looks in the 49,000 passwords of zxcvbn-ts, which are read when the first is looked for. */
async function common({ forms }) {
  commonPasswords ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"]),
  );
  const list = await commonPasswords;
  return forms.some((form) => list.has(form));
}

const methods = { hash, verify, common };

/** `call` and the reply: HashCall and HashReply of PasswordHasher.ts. */
async function answer(call) {
  parentPort.postMessage({ id: call.id, value: await methods[call.method](call) });
}

parentPort.on("message", (call) => void answer(call));
