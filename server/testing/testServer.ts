import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ArticleSummary, Person } from "../../src/domain/protocol/api.ts";
import { createServer, type Server, type ServerOptions } from "../app.ts";
import { readConfig } from "../config.ts";
import { builtPage } from "../http/page.ts";

export const admin = { name: "Ada", email: "ada@example.org", password: "four eyes see more" };

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  body: Body;
  headers: Headers;
}

/** One browser's cookies against a server: what it sends and what it got. */
export class Client {
  readonly url: string;
  cookie: string | null = null;
  /** The cookie by which the server knows the device again; sent by those who set it in `headers`. */
  device: string | null = null;

  constructor(url: string) {
    this.url = url;
  }

  /** JSON in, JSON out; `headers` are added. */
  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split("; ");
      const [name = ""] = pair.split("=");
      // Devices are known by one of their own, which most tests have no use for.
      if (name.endsWith("foureyes.device")) this.device = pair;
      else this.cookie = attributes.includes("Max-Age=0") ? null : pair;
    }
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      body: (json ? JSON.parse(text) : { text }) as Body,
      headers: response.headers,
    };
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<Answer<{ user: Person }>> {
    return this.call("POST", "/api/auth/sign-in/email", { email, password });
  }

  async newArticle(): Promise<ArticleSummary> {
    return (await this.call<ArticleSummary>("POST", "/api/articles", {})).body;
  }
}

type TestOptions = Partial<Pick<ServerOptions, "page" | "limits" | "requestLimits" | "socketLimits">>;

/** A whole server on a free port and a data folder of its own; both go when the test is over. */
export class TestServer {
  readonly dataDir: string;
  readonly #environment: Record<string, string>;
  readonly #options: TestOptions;
  #server: Server | null = null;
  url = "";

  private constructor(dataDir: string, environment: Record<string, string>, options: TestOptions) {
    this.dataDir = dataDir;
    this.#environment = environment;
    this.#options = options;
  }

  /** With the account of `admin`, unless told otherwise. An empty setting counts as not set. */
  static async open(
    environment: Record<string, string> = {},
    options: TestOptions = {},
  ): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), "foureyes-server-"));
    const server = new TestServer(
      dataDir,
      { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, ...environment },
      options,
    );
    onTestFinished(async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    });
    await server.start();
    return server;
  }

  async start(environment: Record<string, string> = {}): Promise<void> {
    const config = readConfig({ ...this.#environment, PORT: "0", DATA_DIR: this.dataDir, ...environment });
    this.#server = await createServer(config, {
      page: builtPage(join(this.dataDir, "page")),
      examples: new URL("../examples/", import.meta.url),
      logTo: null,
      ...this.#options,
    });
    this.url = (await this.#server.start()).address;
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The router's table. */
  get routes(): Server["routes"] {
    return this.#server?.routes ?? [];
  }

  client(): Client {
    return new Client(this.url);
  }

  async admin(): Promise<Client> {
    const client = this.client();
    await client.signIn(admin);
    return client;
  }

  /** Somebody who came by invitation. */
  async invited(role: "admin" | "editor" | "guest", name = "Ben"): Promise<Client & { person: Person }> {
    const link = await (await this.admin()).call<{ url: string }>("POST", "/api/invitations", { role });
    const client = this.client();
    const { body } = await client.call<{ user: Person }>(
      "POST",
      `/api/invitations/${link.body.url.split("/").at(-1)}`,
      { name, email: `${name.toLowerCase()}@example.org`, password: `the password of ${name}` },
    );
    return Object.assign(client, { person: body.user });
  }
}
