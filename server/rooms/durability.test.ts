import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { closeCodes } from "../../src/domain/protocol/sync.ts";
import type { ArticleLog } from "../storage/articleLog.ts";
import { SqliteArticleLog } from "../storage/articleLogSqlite.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { RawClient, until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

/** A log whose commits can be made to fail. */
function breakable(): { fail: (code: string | null) => void; wrap: (log: ArticleLog) => ArticleLog } {
  let failing: string | null = null;
  return {
    fail: (code) => {
      failing = code;
    },
    wrap: (log) =>
      new Proxy(log, {
        get(target, name) {
          if (name === "commit" && failing !== null) {
            const code = failing;
            return () => Promise.reject(Object.assign(new Error("cannot write"), { code }));
          }
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
  };
}

describe("[P2] a database that cannot write", () => {
  it("stops the acks, not the people, and everything is stored once it can", async () => {
    const { fail, wrap } = breakable();
    await at.open({ log: wrap });
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.type("before ");
    bert.type("too ");
    await until(() => anna.settled && bert.settled && anna.text === bert.text);
    const [annaAcked, annaStored] = [anna.acked, anna.stored];
    fail("SQLITE_FULL");
    anna.type("during ");
    bert.type("as well ");
    await until(() => anna.text === bert.text && anna.text.includes("as well"));
    const said = anna.acks;
    for (let i = 0; i < 20; i++) {
      bert.type("and on ");
      // What goes to a colleague takes along an ack that is due.
      // oxlint-disable-next-line no-await-in-loop
      await until(() => anna.text === bert.text);
    }
    expect(anna.acks).toBe(said);
    expect([anna.acked, anna.stored]).toEqual([annaAcked, annaStored]);
    expect(await at.storedText()).not.toContain("during");
    fail(null);
    await until(() => anna.settled && bert.settled);
    expect(await at.storedText()).toBe(anna.text);
  });

  it("keeps the room in memory although everybody left", async () => {
    const { fail, wrap } = breakable();
    await at.open({ log: wrap, limits: { idleMs: 0 } });
    const anna = await at.joined();
    anna.type("before ");
    await until(() => anna.settled);
    fail("SQLITE_IOERR");
    anna.type("during");
    const witness = await at.joined({ as: "bert" });
    await until(() => witness.text.includes("during"));
    anna.close();
    witness.close();
    const late = await at.joined({ as: "bert" });
    expect(late.text).toBe("before during");
    late.close();
    fail(null);
    await until(async () => (await at.storedText()) === "before during");
  });

  it("says nothing in the name of somebody whose id is not stored yet", async () => {
    const { fail, wrap } = breakable();
    await at.open({ log: wrap });
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.type("known ");
    await until(() => bert.text === "known ");
    fail("SQLITE_BUSY");
    bert.type("unknown ");
    anna.type("more ");
    await until(() => bert.text.includes("more"));
    expect(anna.text).toBe("known more ");
    fail(null);
    await until(() => anna.text.includes("unknown"));
  });

  it("one article that cannot be written does not hold up the others", async () => {
    let poison = true;
    await at.open({
      log: (log) =>
        new Proxy(log, {
          get(target, name) {
            if (name === "commit")
              return (entries: Parameters<ArticleLog["commit"]>[0]) =>
                poison && entries.some(({ articleId }) => articleId === "flood")
                  ? Promise.reject(new Error("this one not"))
                  : target.commit(entries);
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
    });
    at.newsroom.createArticle("other");
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert", article: "other" })];
    anna.type("stuck");
    bert.type("fine");
    await until(() => bert.settled);
    expect(anna.acked).toBe(1);
    poison = false;
    await until(() => anna.settled);
  });

  it("a full disk: nothing is acked until there is room again", async () => {
    await at.open({ maxPages: 80 });
    const anna = await at.joined();
    anna.type("small ");
    await until(() => anna.settled);
    const acked = anna.acked;
    anna.type("x".repeat(1_500_000));
    await until(() => anna.acks > 0 && anna.sent > acked);
    anna.type("after ");
    await at.joined({ as: "bert" }).then((bert) => until(() => bert.text.endsWith("after ")));
    expect(anna.acked).toBe(acked);
    expect(await at.storedText()).toBe("small ");
    anna.close();
  });
});

describe("[P2] the process ends", () => {
  interface Child {
    process: ChildProcess;
    url: string;
  }
  const start = async (): Promise<Child> => {
    const program = fileURLToPath(new URL("./testing/serverProcess.ts", import.meta.url));
    const process = fork(program, [at.newsroom.file], { execArgv: ["--import", "tsx"] });
    const [{ url }] = (await once(process, "message")) as [{ url: string }];
    return { process, url };
  };
  const end = async ({ process }: Child, signal: NodeJS.Signals): Promise<void> => {
    const gone = once(process, "exit");
    process.kill(signal);
    await gone;
  };
  const textOnDisk = async (): Promise<string> => {
    const log = new SqliteArticleLog({ file: at.newsroom.file });
    const doc = new Y.Doc();
    for (const update of (await log.load("flood"))?.updates ?? []) Y.applyUpdate(doc, update);
    await log.close();
    return doc.getText("body").toJSON();
  };

  it("by SIGKILL while people type: nothing acked is lost, and what was not comes back with them", async () => {
    await at.open();
    for (let round = 0; round < 3; round++) {
      const server = await start();
      const anna = new RawClient(server.url);
      const bert = new RawClient(server.url, { as: "bert" });
      await until(() => anna.synced && bert.synced && anna.acked > 0 && bert.acked > 0);
      const base = anna.text.length;
      const words: string[] = [];
      const acks: number[] = [];
      while (anna.acked < 30) {
        const word = `r${round}w${words.length} `;
        words.push(word);
        anna.type(word);
        bert.type(".");
        acks.push(anna.acked);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      const ackedWords = words.slice(0, anna.acked - 1);
      await end(server, "SIGKILL");
      const kept = await textOnDisk();
      expect(kept.length).toBeGreaterThanOrEqual(base);
      expect(ackedWords.filter((word) => !kept.includes(word))).toEqual([]);
      anna.close();
      bert.close();
    }
  });

  it("by SIGTERM: what came in is stored and acked before the sockets close", async () => {
    await at.open();
    const server = await start();
    const anna = new RawClient(server.url);
    await until(() => anna.synced && anna.acked > 0);
    for (let i = 0; i < 50; i++) anna.type(`${i} `);
    await until(() => anna.acked > 1);
    await end(server, "SIGTERM");
    await until(() => anna.closed !== null);
    expect(anna.closed).toBe(closeCodes.goingAway);
    const kept = await textOnDisk();
    expect(kept.split(" ").length).toBeGreaterThanOrEqual(anna.acked - 1);
  });
});

describe("hand-in", () => {
  const visitor = (id: string) => {
    const person = at.newsroom.access.people.get(id);
    if (!person) throw new Error(`no ${id}`);
    return { person, sessionId: `session-${id}` };
  };

  it("is durable once it resolves, and reaches those who have the article open", async () => {
    await at.open();
    const bert = await at.joined({ as: "bert" });
    const large = typed("x".repeat(5_000_000), 12);
    expect(await at.newsroom.rooms.handIn("flood", visitor("anna"), large)).toEqual({ code: "ok" });
    expect((await at.storedText()).length).toBe(5_000_000);
    await until(() => bert.text.length === 5_000_000);
    expect(bert.closed).toBeNull();
    expect(await at.newsroom.rooms.handIn("flood", visitor("anna"), large)).toEqual({ code: "ok" });
  });

  it("is refused when its person may not write any more, though it had to wait", async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await at.open({
      log: (log) =>
        new Proxy(log, {
          get(target, name) {
            if (name === "load") return async (id: string) => held.then(() => target.load(id));
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
    });
    const waiting = ["anna", "bert"].map((who, i) =>
      at.newsroom.rooms.handIn("flood", visitor(who), typed(who, 70 + i)),
    );
    at.newsroom.access.change("anna", { active: false });
    at.newsroom.access.change("bert", { role: "guest" });
    letGo();
    // oxlint-disable-next-line no-await-in-loop
    for (const outcome of waiting) expect(await outcome).toEqual({ code: "refused", reason: "read-only" });
    expect(await at.storedText()).toBe("");
  });

  it("keeps to the rules of the socket", async () => {
    await at.open({ limits: { heldMs: 50 } });
    const { rooms } = at.newsroom;
    const anna = await at.joined();
    anna.type("a");
    await until(() => anna.settled);
    const forged = typed("b", anna.doc.clientID, anna.doc);
    expect(await rooms.handIn("flood", visitor("bert"), forged)).toMatchObject({ reason: "foreign-client" });
    expect(await rooms.handIn("flood", visitor("gast"), typed("b", 5))).toMatchObject({
      reason: "read-only",
    });
    expect(await rooms.handIn("flood", visitor("bert"), Uint8Array.from([9, 9]))).toMatchObject({
      reason: "malformed",
    });
    expect(await rooms.handIn("unknown", visitor("bert"), typed("b", 5))).toEqual({ code: "not-found" });
    const gap = typed("b", 5, anna.doc);
    const twice = new Y.Doc();
    Y.applyUpdate(twice, Y.encodeStateAsUpdate(anna.doc));
    Y.applyUpdate(twice, gap);
    expect(await rooms.handIn("flood", visitor("bert"), typed("c", 5, twice))).toMatchObject({
      reason: "missing-predecessor",
    });
    expect(await at.storedText()).toBe("a");
  });

  it("does not call stored what could not be", async () => {
    const { fail, wrap } = breakable();
    await at.open({ log: wrap, limits: { handInMs: 200 } });
    fail("SQLITE_FULL");
    await expect(at.newsroom.rooms.handIn("flood", visitor("anna"), typed("b", 5))).rejects.toThrow(
      /not stored/,
    );
    fail(null);
  });
});

describe("reading without a room", () => {
  it("gives what is committed, live and from the disk, never stale", async () => {
    await at.open({ limits: { idleMs: 0 } });
    const { rooms } = at.newsroom;
    const read = () => rooms.read("flood", (doc) => doc.getText("body").toJSON());
    await expect(rooms.read("unknown", () => 1)).rejects.toThrow("no article unknown");
    expect(await read()).toBe("");
    for (const word of ["one ", "two ", "three "]) {
      const anna = await at.joined();
      anna.type(word);
      await until(() => anna.settled);
      expect(await read()).toContain(word);
      anna.close();
    }
    await until(async () => (await read()) === "one two three ");
  });

  it("a damaged article is not opened and nothing starts from blank; the others are", async () => {
    await at.open({
      log: (log) =>
        new Proxy(log, {
          get(target, name) {
            if (name === "load")
              return async (id: string) => {
                const { DamagedArticle } = await import("../storage/articleLog.ts");
                if (id === "flood") throw new DamagedArticle(id, "row 1");
                return target.load(id);
              };
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
    });
    at.newsroom.createArticle("other", "fine");
    const anna = at.join();
    await until(() => anna.closed !== null);
    expect(anna.closed).toBe(closeCodes.damaged);
    expect(anna.synced).toBe(false);
    await expect(at.newsroom.rooms.read("flood", () => 1)).rejects.toThrow(/damaged/);
    expect((await at.joined({ article: "other" })).text).toBe("fine");
  });
});
