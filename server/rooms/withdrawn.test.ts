import { expect, it, onTestFinished } from "vitest";
import { closeCodes } from "../../src/domain/protocol/sync.ts";
import { type Client, TestServer } from "../testing/testServer.ts";
import { RawClient, until } from "./testing/rawClient.ts";

/**
 * Access taken away by the routes that people use, while a socket is open. Nobody looks at access again by itself within
 * a test's patience: what happens here happens because the change was told.
 */
async function writingTogether() {
  const server = await TestServer.open();
  const [admin, editor] = [await server.admin(), await server.invited("editor")];
  const { id } = await admin.newArticle();
  const join = async ({ cookie }: Client): Promise<RawClient> => {
    const options = { as: cookie ?? "", article: id };
    const client = new RawClient(`${server.url.replace("http", "ws")}/sync`, options);
    onTestFinished(() => client.close());
    await until(() => client.synced && client.acked > 0);
    return client;
  };
  const [ada, ben] = [await join(admin), await join(editor)];
  ben.type("allowed ");
  await until(() => ben.settled && ada.text === "allowed ");
  return { server, admin, editor, id, ada, ben };
}

it("an editor who becomes a guest is told, each later frame is refused by its number, and reading goes on", async () => {
  const { admin, editor, ada, ben } = await writingTogether();
  const changed = await admin.call("PATCH", `/api/people/${editor.person.id}`, { role: "guest" });
  expect(changed.status).toBe(200);
  await until(() => ben.events.length > 0);
  expect(ben.events).toEqual([{ kind: "permission", may: { write: false } }]);
  const before = ben.sent;
  ben.type("too ");
  ben.type("late");
  await until(() => ben.acked === ben.sent);
  expect(ben.refused).toEqual([
    { frame: before + 1, reason: "read-only" },
    { frame: before + 2, reason: "read-only" },
  ]);
  ada.type("Ada's");
  await until(() => ben.text.includes("Ada's"));
  expect(ada.text).toBe("allowed Ada's");
});

it("a deactivated person is out, and comes in by no old cookie", async () => {
  const { server, admin, editor, id, ada, ben } = await writingTogether();
  await admin.call("PATCH", `/api/people/${editor.person.id}`, { active: false });
  await until(() => ben.closed !== null);
  expect(ben.closed).toBe(closeCodes.signedOut);
  const back = new RawClient(`${server.url.replace("http", "ws")}/sync`, {
    as: editor.cookie ?? "",
    article: id,
    silent: true,
  });
  await until(() => back.closed !== null);
  expect(back.closed).toBe(closeCodes.signedOut);
  ada.type("on");
  await until(() => ada.settled);
});

it("a trashed article takes nobody's words until it is brought back", async () => {
  const { admin, id, ada, ben } = await writingTogether();
  await admin.call("PATCH", `/api/articles/${id}`, { trashed: true });
  await until(() => ben.events.some((event) => event.kind === "permission" && !event.may.write));
  await until(() => ada.events.some((event) => event.kind === "permission" && !event.may.write));
  ben.type("lost?");
  await until(() => ben.acked === ben.sent);
  expect(ben.refused.map(({ reason }) => reason)).toEqual(["read-only"]);
  await admin.call("PATCH", `/api/articles/${id}`, { trashed: false });
  await until(() => ada.events.some((event) => event.kind === "permission" && event.may.write));
  ada.type("back");
  await until(() => ada.acked === ada.sent);
  expect(ada.refused).toEqual([]);
});
