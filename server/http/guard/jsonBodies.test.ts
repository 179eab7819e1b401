import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { admin, type Client, TestServer } from "../../testing/testServer.ts";

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  anyOf?: Schema[];
}
type Paths = Record<
  string,
  Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
>;

/** A body that each route takes, all of its properties in it. `:person` and the like are put in by the test. */
const taken: Record<string, Record<string, unknown>> = {
  "POST /api/auth/sign-in/email": { email: "ada@example.org", password: "wrong but long", rememberMe: true },
  "POST /api/auth/sign-up/email": { name: "Eve", email: "eve@example.org", password: "long enough to pass" },
  "POST /api/auth/change-password": { currentPassword: admin.password, newPassword: "another long one" },
  "POST /api/auth/update-user": { name: "Ada again" },
  "POST /api/invitations": { role: "editor", note: "for Eve" },
  "POST /api/invitations/{token}": { name: "Eve", email: "eve@example.org", password: "long enough to pass" },
  "POST /api/password-resets/{token}": { password: "long enough to pass" },
  "PATCH /api/people/{id}": { role: "guest", active: false },
  "POST /api/articles": { example: true },
  "PATCH /api/articles/{id}": { trashed: true },
};

const everyValue: unknown[] = [
  null,
  true,
  false,
  0,
  1,
  "",
  "0",
  "1",
  "true",
  "false",
  "null",
  [],
  {},
  [null],
  [true],
  ["editor"],
  { value: true },
];

const objectOf = (schema: Schema): Schema =>
  schema.properties ? schema : (schema.anyOf?.find(({ properties }) => properties) ?? schema);

/** Values of other types than the property's; none of them is a role. */
function wrongFor(schema: Schema): unknown[] {
  if (schema.anyOf) return everyValue;
  if (schema.type === "boolean") return everyValue.filter((value) => typeof value !== "boolean");
  if (schema.type === "string") return everyValue.filter((value) => typeof value !== "string");
  throw new Error(`The test knows no wrong values for ${JSON.stringify(schema)}`);
}

describe("JSON is taken as it is", () => {
  it("every property of every body with a value of another type is refused, and nothing changes", async () => {
    const { server, client, path, bodies } = await newsroom();
    expect(Object.keys(taken).sort()).toEqual([...bodies.keys()].sort());
    const before = stored(server);
    const wrong: string[] = [];
    for (const [route, schema] of bodies) {
      const [method = "", address = ""] = route.split(" ");
      const { properties = {} } = objectOf(schema);
      expect(Object.keys(taken[route] ?? {}).sort(), route).toEqual(Object.keys(properties).sort());
      const tries: unknown[] = [[], "text", 1, true, [taken[route]]];
      for (const [name, property] of Object.entries(properties))
        for (const value of wrongFor(property)) tries.push({ ...taken[route], [name]: value });
      if (objectOf(schema).additionalProperties === false) tries.push({ ...taken[route], other: 1 });
      for (const body of tries) {
        // oxlint-disable-next-line no-await-in-loop
        const { status } = await client.call(method, path(address), JSON.stringify(body));
        if (status !== 400) wrong.push(`${status} ${route} ${JSON.stringify(body)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(stored(server)).toEqual(before);
  });

  it("what changes something that exists takes no property that it does not know", async () => {
    const { bodies } = await newsroom();
    const open = [...bodies].filter(
      ([route, schema]) => route.startsWith("PATCH") && schema.additionalProperties !== false,
    );
    expect(open).toEqual([]);
  });

  it("the right values are taken", async () => {
    const { client, path } = await newsroom();
    const change = (body: unknown) => client.call("PATCH", path("/api/people/{id}"), body);
    expect(await change({ active: false })).toMatchObject({ status: 200, body: { active: false } });
    expect(await change({ active: true, role: "guest" })).toMatchObject({
      status: 200,
      body: { active: true, role: "guest" },
    });
  });
});

async function newsroom() {
  const changes = { burst: Number.POSITIVE_INFINITY, perSecond: 1, keys: 1 };
  const server = await TestServer.open({}, { requestLimits: { changes } });
  const client = await server.admin();
  const { person } = await server.invited("editor");
  const { id } = await client.newArticle();
  const { body: link } = await client.call<{ url: string }>("POST", "/api/invitations", { role: "guest" });
  const reset = await client.call<{ url: string }>("POST", `/api/people/${person.id}/password-reset`);
  const path = (address: string): string =>
    address
      .replace("/password-resets/{token}", `/password-resets/${reset.body.url.split("/").at(-1)}`)
      .replace("/people/{id}", `/people/${person.id}`)
      .replace("/articles/{id}", `/articles/${id}`)
      .replace("{token}", link.url.split("/").at(-1) ?? "");
  return { server, client, path, bodies: await bodiesOf(client) };
}

async function bodiesOf(client: Client): Promise<Map<string, Schema>> {
  const { body } = await client.call<{ paths: Paths }>("GET", "/api/openapi.json");
  const bodies = new Map<string, Schema>();
  for (const [address, methods] of Object.entries(body.paths))
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const schema = requestBody?.content["application/json"]?.schema;
      if (schema) bodies.set(`${method.toUpperCase()} ${address}`, schema);
    }
  return bodies;
}

/** Every row of the database but for the moment of the last test write. */
function stored({ dataDir }: TestServer): Record<string, unknown[]> {
  const sqlite = new Database(join(dataDir, "foureyes.db"), { readonly: true });
  try {
    const tables = sqlite
      .prepare("select name from sqlite_schema where type = 'table' and name not like '%search_%'")
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      tables.map((table) => [table, sqlite.prepare(`select * from "${table}"`).all()]),
    );
  } finally {
    sqlite.close();
  }
}
