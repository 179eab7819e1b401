import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { TemporaryFiles } from "./TemporaryFiles.ts";

it("deletes what an earlier run left, and every file once its work is over, also when that fails", async () => {
  const parent = await mkdtemp(join(tmpdir(), "foureyes-temporary-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, "tmp", "uploads");
  await (await TemporaryFiles.open(folder)).with(async () => writeFile(join(folder, "left"), "by a crash"));
  expect(await readdir(folder)).toEqual(["left"]);

  const files = await TemporaryFiles.open(folder);
  expect(await readdir(folder)).toEqual([]);
  const failing = files.with(async (path) => {
    await writeFile(path, "half");
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  await files.with((path) => writeFile(path, "whole"));
  expect(await readdir(folder)).toEqual([]);
});
