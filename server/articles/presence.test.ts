import { expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { ArticleSummary, DeskEvent } from "../../src/domain/protocol/api.ts";
import { PresentByArticle } from "../rooms/presentPeople.ts";
import { type Client, TestServer } from "../testing/testServer.ts";
import { startPresenceNews } from "./presenceNews.ts";

/** Comes into an article as a page does, until it is closed. */
async function enter(client: Client, articleId: string): Promise<WebSocket> {
  const socket = new WebSocket(`${client.url.replace("http", "ws")}/sync/${articleId}`, {
    headers: { cookie: client.cookie ?? "" },
  });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => {
    socket.once("message", resolve);
    socket.once("close", reject);
  });
  return socket;
}

const namesIn = async (client: Client, id: string): Promise<string[]> =>
  (await client.call<ArticleSummary>("GET", `/api/articles/${id}`)).body.present.map(({ name }) => name);

/** The desk's news from now on. */
async function listen(client: Client): Promise<DeskEvent[]> {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const response = await fetch(`${client.url}/api/desk/events`, {
    headers: { cookie: client.cookie ?? "" },
    signal: over.signal,
  });
  const heard: DeskEvent[] = [];
  const read = async (): Promise<void> => {
    let text = "";
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(
      new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>,
    )) {
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines)
        if (line.startsWith('data: {"kind"')) heard.push(JSON.parse(line.slice(6)) as DeskEvent);
    }
  };
  read().catch(() => {});
  return heard;
}

it("the desk's list says who is in an article, once however many tabs, until the last of them is closed", async () => {
  const server = await TestServer.open();
  const [ada, ben] = [await server.admin(), await server.invited("editor", "Ben")];
  const { id, present } = await ada.newArticle();
  expect(present).toEqual([]);
  const tabs = [await enter(ben, id), await enter(ben, id)];
  await expect.poll(() => namesIn(ada, id)).toEqual(["Ben"]);
  await enter(ada, id);
  await expect.poll(() => namesIn(ada, id)).toEqual(["Ben", "ada"]);
  tabs[0]?.terminate();
  await ada.call("PATCH", `/api/articles/${id}`, { trashed: true });
  expect(await namesIn(ada, id)).toEqual(["Ben", "ada"]);
  tabs[1]?.terminate();
  await expect.poll(() => namesIn(ada, id)).toEqual(["ada"]);
});

it("open desks hear of who comes, is renamed and leaves, also those of guests", async () => {
  const server = await TestServer.open();
  const [ada, ben, guest] = [
    await server.admin(),
    await server.invited("editor", "Ben"),
    await server.invited("guest", "Gast"),
  ];
  const { id } = await ada.newArticle();
  const heard = await listen(guest);
  const last = (): unknown => heard.findLast((event) => event.kind === "present");
  const socket = await enter(ben, id);
  const here = (name: string) => ({
    kind: "present",
    id,
    present: [{ id: ben.person.id, name }],
    presentCount: 1,
  });
  await expect.poll(last).toEqual(here("Ben"));
  await ben.call("POST", "/api/auth/update-user", { name: "Benedikt" });
  await expect.poll(last).toEqual(here("Benedikt"));
  socket.terminate();
  await expect.poll(last).toEqual({ kind: "present", id, present: [], presentCount: 0 });
});

it("a crowd is told by its number and the first of its names", async () => {
  const server = await TestServer.open();
  const ada = await server.admin();
  const { id } = await ada.newArticle();
  const people = [];
  for (let i = 0; i < 14; i++) people.push(await server.invited("editor", `Ben${i}`));
  for (const person of people) await enter(person, id);
  const summary = async () => (await ada.call<ArticleSummary>("GET", `/api/articles/${id}`)).body;
  await expect.poll(async () => (await summary()).presentCount).toBe(14);
  expect((await summary()).present).toHaveLength(12);
});

it("news of many articles leave the rest of the server its turn in between, and none is left out", async () => {
  const present = new PresentByArticle();
  const rooms = {
    present: (id: string) => present.in(id),
    onPresence: (listener: (id: string) => void) => present.onChange(listener),
  };
  const heard: string[] = [];
  let turn = 0;
  const turns = new Set<number>();
  const end = startPresenceNews(
    rooms,
    (event) => {
      if (event.kind === "present") heard.push(event.id);
      turns.add(turn);
    },
    0,
  );
  onTestFinished(end);
  const ids = Array.from({ length: 100 }, (_, i) => `article-${i}`);
  for (const id of ids) present.enter(id, { id: "ada", name: "ada" });
  const count = (): void => {
    turn++;
    if (heard.length < ids.length) setImmediate(count);
  };
  count();
  await expect.poll(() => heard.length).toBe(ids.length);
  expect(heard).toEqual(ids);
  expect(turns.size).toBe(ids.length);
});
