import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { answerError } from "./errors.ts";

const answerTo = async (fail: () => unknown) => {
  const app = Fastify();
  onTestFinished(() => app.close());
  app.setErrorHandler(answerError);
  app.get("/", async () => fail());
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
};

it("says that the disk is full when the database cannot grow", async () => {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-full-"));
  const database = new Database(join(folder, "full.db"));
  onTestFinished(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });
  database.exec("create table words (text text)");
  database.pragma("max_page_count = 4");
  const fill = () => database.prepare("insert into words values (?)").run("x".repeat(100_000));
  expect(fill).toThrow(/full/);
  expect(await answerTo(fill)).toMatchObject({ status: 507, body: { code: "storage-full" } });
});

it("finds a full disk behind the error that it caused", async () => {
  const fail = () => {
    throw new Error("the session could not be kept", {
      cause: Object.assign(new Error("no space left on device"), { code: "ENOSPC" }),
    });
  };
  expect(await answerTo(fail)).toMatchObject({ status: 507, body: { code: "storage-full" } });
});

it("keeps what it does not know to itself", async () => {
  const fail = () => {
    throw new Error("the password of the database is swordfish");
  };
  const { status, body } = await answerTo(fail);
  expect({ status, code: (body as { code: string }).code }).toEqual({ status: 500, code: "internal" });
  expect(JSON.stringify(body)).not.toContain("swordfish");
});
