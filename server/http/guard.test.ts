import { expect, it } from "vitest";
import { TestServer } from "../testing/testServer.ts";

it("tells browsers to keep no answer about articles and people, nor a refusal", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const cookie = admin.cookie ?? "";
  const kept = async (path: string, headers: Record<string, string>): Promise<string | null> =>
    (await fetch(server.url + path, { headers })).headers.get("cache-control");
  for (const path of ["/api/articles", "/api/people", "/api/session", "/api/articles/nothing"])
    expect(await kept(path, { cookie }), path).toBe("no-store");
  expect(await kept("/api/articles", {})).toBe("no-store");
});
