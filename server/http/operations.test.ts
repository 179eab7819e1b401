import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { RawClient, until } from "../rooms/testing/rawClient.ts";
import { TestServer } from "../testing/testServer.ts";

const ready = async (server: TestServer): Promise<unknown> => {
  const { status, body } = await server.client().call("GET", "/readyz");
  return status === 200 ? body["status"] : body["reason"];
};

it("is ready while its database can be written, says why when it is not, and is ready again", async () => {
  const server = await TestServer.open();
  expect(await ready(server)).toBe("ready");
  const other = new Database(join(server.dataDir, "foureyes.db"));
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  await until(async () => (await ready(server)) === "database");
  expect((await server.client().call("GET", "/healthz")).status).toBe(200);
  other.exec("rollback");
  await until(async () => (await ready(server)) === "ready");
});

it("counts what an operator asks about, by names and units that Prometheus takes", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const guest = await server.invited("guest", "Gast");
  const [writer, reader] = [admin, guest].map(
    ({ cookie }) =>
      new RawClient(`${server.url.replace("http", "ws")}/sync`, {
        as: cookie ?? "",
        origin: server.url,
        article: id,
      }),
  ) as [RawClient, RawClient];
  onTestFinished(() => [writer, reader].forEach((client) => client.close()));
  await until(() => writer.synced && reader.synced);
  for (let i = 0; i < 5; i++) writer.type("counted ");
  await until(() => writer.settled);
  reader.type("not mine");
  await until(() => reader.refused.length > 0);
  const stranger = new RawClient(`${server.url.replace("http", "ws")}/sync`, { as: "nobody", article: id });
  await until(() => stranger.closed !== null);

  const { text } = (await server.client().call<{ text: string }>("GET", "/metrics")).body;
  const numbers = new Map(
    text
      .split("\n")
      .filter((line) => line.startsWith("foureyes_"))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
  expect(numbers.get("foureyes_connections")).toBe(2);
  expect(numbers.get("foureyes_rooms")).toBe(1);
  expect(numbers.get("foureyes_log_rows")).toBeGreaterThan(0);
  expect(numbers.get("foureyes_log_rows_written_total")).toBeGreaterThan(1);
  expect(numbers.get("foureyes_commit_duration_seconds_count")).toBeGreaterThan(0);
  expect(numbers.get("foureyes_ack_lag_seconds_count")).toBe(numbers.get("foureyes_log_rows_written_total"));
  expect(numbers.get('foureyes_frames_refused_total{reason="read-only"}')).toBe(1);
  expect(numbers.get('foureyes_sockets_closed_total{reason="signed-out"}')).toBe(1);
  for (const name of ["uncommitted_rows", "articles_quarantined", "commits_failing", "send_buffered_bytes"])
    expect(numbers.get(`foureyes_${name}`), name).toBe(0);
  for (const name of ["database_bytes", "disk_free_bytes"])
    expect(numbers.get(`foureyes_${name}`), name).toBeGreaterThan(0);

  const documented = readFileSync(new URL("../../docs/operating.md", import.meta.url), "utf8");
  const families = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = "", type]) => ({
    name,
    type,
  }));
  // By its name a reader takes it for a number that never falls.
  expect(families.filter(({ name, type }) => name.endsWith("_total") !== (type === "counter"))).toEqual([]);
  const own = families.filter(({ name }) => name.startsWith("foureyes_"));
  expect(own.filter(({ name }) => !documented.includes(`\`${name}\``))).toEqual([]);
  expect(text).not.toContain("counted");
});
