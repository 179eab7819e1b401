import { expect, it, onTestFinished } from "vitest";
import { oldestWriter } from "../../src/domain/article/document.ts";
import { closeCodes, handInPath, versionParameter } from "../../src/domain/protocol/sync.ts";
import { type Client, TestServer } from "../testing/testServer.ts";
import { typed } from "./testing/fixture.ts";
import { RawClient, until } from "./testing/rawClient.ts";

const join = async (server: TestServer, person: Client, article: string): Promise<RawClient> => {
  const client = new RawClient(`${server.url.replace("http", "ws")}/sync`, {
    as: person.cookie ?? "",
    origin: server.url,
    article,
  });
  onTestFinished(() => client.close());
  await until(() => client.synced && client.acked > 0);
  return client;
};

it("the whole server: an editor writes, a guest reads, the desk hears of it, and a restart keeps it", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const guest = await server.invited("guest", "Gast");
  const [ada, reader] = [await join(server, admin, id), await join(server, guest, id)];
  expect(reader.hello?.may).toEqual({ write: false });
  ada.doc.getText("headline").insert(0, "Hochwasser am Rhein");
  await until(() => ada.settled && reader.doc.getText("headline").toJSON() === "Hochwasser am Rhein");
  reader.type("not mine to write");
  await until(() => reader.refused.length > 0);
  const headline = async (): Promise<unknown> =>
    (await admin.call("GET", `/api/articles/${id}`)).body["headline"];
  await until(async () => (await headline()) === "Hochwasser am Rhein");
  await admin.call("PATCH", `/api/people/${guest.person.id}`, { active: false }, { origin: server.url });
  await until(() => reader.closed !== null);
  expect(reader.closed).toBe(closeCodes.signedOut);
  await server.stop();
  await until(() => ada.closed !== null);
  await server.start();
  const again = await join(server, await server.admin(), id);
  expect(again.doc.getText("headline").toJSON()).toBe("Hochwasser am Rhein");
});

it("takes a change too large for a frame by HTTP", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const open = await join(server, admin, id);
  const handIn = async (bytes: Uint8Array, version?: number): Promise<number> => {
    const said = version === undefined ? "" : `?${versionParameter}=${version}`;
    const response = await fetch(server.url + handInPath(id) + said, {
      method: "POST",
      headers: { cookie: admin.cookie ?? "", origin: server.url, "content-type": "application/octet-stream" },
      body: bytes as Uint8Array<ArrayBuffer>,
    });
    return response.status;
  };
  expect(await handIn(typed("x".repeat(5_000_000), 4_242))).toBe(200);
  await until(() => open.doc.getText("body").toJSON().includes("xxx"));
  expect(await handIn(Uint8Array.from([1, 2, 3]))).toBe(400);
  expect(await handIn(typed("from an old page", 4_243), oldestWriter - 1)).toBe(400);
  expect(await handIn(typed("from a new page", 4_244), oldestWriter)).toBe(200);
  await until(() => open.doc.getText("body").toJSON().includes("from a new page"));
  expect(open.doc.getText("body").toJSON()).not.toContain("from an old page");
});
