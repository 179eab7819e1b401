/**
 * Argon2id with the parameters of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane): about 10 ms of one
 * processor for each hash, and never more memory than one hash takes, as they are made one after the other.
 */
export const hashParameters = { memoryKiB: 19_456, passes: 2, lanes: 1 } as const;

/**
 * True for a hash that is made anew at the next sign-in: not Argon2id (better-auth's scrypt, in use before), or with
 * less memory or fewer passes than now.
 */
export function isOutdated(hash: string): boolean {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash) ?? [];
  return !(Number(memory) >= hashParameters.memoryKiB && Number(passes) >= hashParameters.passes);
}
