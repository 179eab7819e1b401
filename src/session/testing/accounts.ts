import type { Role } from "../../domain/permissions/roles.ts";

export interface SignedIn {
  cookie: string;
  personId: string;
}

/** What people do at a server besides writing, by HTTP. */
export interface Accounts {
  signIn(account: { email: string; password: string }): Promise<SignedIn>;
  /** A session of a new colleague's. */
  invite(by: SignedIn, name: string, role: Role): Promise<SignedIn>;
  signOut(who: SignedIn): Promise<void>;
  createArticle(cookie: string): Promise<string>;
}

export function accountsAt(url: string): Accounts {
  const send = async (route: string, body: unknown, cookie = ""): Promise<Response> => {
    const answer = await fetch(url + route, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const signedIn = async (answer: Response): Promise<SignedIn> => {
    const cookies = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
    const cookie = cookies.join("; ");
    const session = await fetch(`${url}/api/session`, { headers: { cookie } });
    return { cookie, personId: ((await session.json()) as { person: { id: string } }).person.id };
  };
  return {
    signIn: async (account) => signedIn(await send("/api/auth/sign-in/email", account)),
    async invite(by, name, role) {
      const link = (await (await send("/api/invitations", { role }, by.cookie)).json()) as { url: string };
      const path = new URL(link.url).pathname.replace("/invitation/", "/api/invitations/");
      const email = `${name.toLowerCase()}@example.org`;
      return signedIn(await send(path, { name, email, password: `${name} has two eyes` }));
    },
    async signOut({ cookie }) {
      await send("/api/auth/sign-out", {}, cookie);
    },
    async createArticle(cookie) {
      return ((await (await send("/api/articles", {}, cookie)).json()) as { id: string }).id;
    },
  };
}
