import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const validSeconds = 365 * 24 * 3600;

/**
 * Cookies by which a browser that signed in to an account before is known again when it signs in (OWASP, «Slow Down
 * Online Guessing Attacks with Device Cookies»). One holds a nonce and its signature together with the account, so that
 * nobody can make one and none is of use for another account. It opens nothing: it gives the device guesses of its own.
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

  /** The device's nonce, if it signed in to the account of this address (in its normal form) before; null otherwise. */
  nonce(cookies: string | undefined, email: string): string | null {
    for (const pair of cookies?.split(";") ?? []) {
      const [name, value = ""] = pair.trim().split("=");
      const [nonce = "", signature = ""] = value.split(".");
      if (name === this.#name && this.#isSigned(nonce, signature, email)) return nonce;
    }
    return null;
  }

  /** The `Set-Cookie` header of a device that has just signed in; a known device keeps its nonce. */
  setCookie(email: string, nonce: string | null): string {
    const kept = nonce ?? randomBytes(16).toString("base64url");
    return `${this.#name}=${kept}.${this.#sign(kept, email).toString("base64url")}; ${this.#attributes}`;
  }

  #isSigned(nonce: string, signature: string, email: string): boolean {
    const given = Buffer.from(signature, "base64url");
    const right = this.#sign(nonce, email);
    return given.length === right.length && timingSafeEqual(given, right);
  }

  #sign(nonce: string, email: string): Buffer {
    return createHmac("sha256", this.#key).update(`${nonce} ${email}`).digest();
  }
}
