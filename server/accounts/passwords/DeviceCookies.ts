import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { cookieValue } from "../cookieValue.ts";

const validSeconds = 365 * 24 * 3600;

/** A nonce of 16 bytes and a signature of 32. */
const form = /^([\w-]{22})\.([\w-]{43})$/;

/** An account as a device knows it. */
export interface KnownAccount {
  /** In its normal form. */
  email: string;
  /** Of the password it has now. */
  passwordVersion: string;
}

/**
 * Cookies by which a browser that signed in to an account before is known again when it signs in (OWASP, «Slow Down
 * Online Guessing Attacks with Device Cookies»). One holds a nonce and its signature together with the account and its
 * password (`StoredPasswords.version`), so that nobody can make one, none is of use for another account, and a new
 * password ends all that were known by an earlier one. It opens nothing: it gives the device guesses of its own.
 */
export class DeviceCookies {
  readonly #key: Buffer;
  readonly #name: string;
  readonly #attributes: string;

  /** `secret`: the one that signs sessions; `secure`: browsers come by https only. */
  constructor(secret: string, { secure }: { secure: boolean }) {
    this.#key = createHmac("sha256", secret).update("device cookie").digest();
    this.#name = `${secure ? "__Secure-" : ""}foureyes.device`;
    this.#attributes = `Max-Age=${validSeconds}; Path=/api/auth; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
  }

  /** The nonce of the first such cookie, if the device signed in to the account by the password it has now; null otherwise. */
  nonce(cookies: string | undefined, account: KnownAccount): string | null {
    // Its form first: anybody may send thousands, and each signature is work.
    const [, nonce, signature] = form.exec(cookieValue(cookies, this.#name) ?? "") ?? [];
    if (nonce === undefined || signature === undefined) return null;
    return this.#isSigned(nonce, signature, account) ? nonce : null;
  }

  /** The `Set-Cookie` header of a device that has just signed in or set the password; a known device keeps its nonce. */
  setCookie(account: KnownAccount, nonce: string | null): string {
    const kept = nonce ?? randomBytes(16).toString("base64url");
    return `${this.#name}=${kept}.${this.#sign(kept, account).toString("base64url")}; ${this.#attributes}`;
  }

  #isSigned(nonce: string, signature: string, account: KnownAccount): boolean {
    const given = Buffer.from(signature, "base64url");
    const right = this.#sign(nonce, account);
    return given.length === right.length && timingSafeEqual(given, right);
  }

  #sign(nonce: string, { email, passwordVersion }: KnownAccount): Buffer {
    return createHmac("sha256", this.#key).update(`${nonce} ${email} ${passwordVersion}`).digest();
  }
}
