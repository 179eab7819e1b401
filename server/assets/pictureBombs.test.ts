import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { expect, it } from "vitest";
import { ServerProcess, temporaryFolder } from "../operations/testing/newsroom.ts";
import type { Client } from "../testing/testServer.ts";
import { bombPng, cameraPicture } from "./testing/pictures.ts";

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`./testing/${name}`, import.meta.url));

async function upload(client: Client, articleId: string, picture: Buffer): Promise<[number, string]> {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(picture)]), "picture");
  const answer = await fetch(`${client.url}/api/articles/${articleId}/assets`, {
    method: "POST",
    body: form,
    headers: { cookie: client.cookie ?? "" },
  });
  const { code = "ok" } = (await answer.json()) as { code?: string };
  return [answer.status, code];
}

/** The most memory the process has held since it began, in MB. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const flat = (megapixels: number): Sharp =>
  sharp({
    create: { width: megapixels * 200, height: 5_000, channels: 4, background: "#3698" },
    limitInputPixels: false,
  });

it.runIf(process.platform === "linux")(
  "decodes in a process of its own with limits, whatever is uploaded",
  async () => {
    const server = await ServerProcess.start(temporaryFolder());
    const client = await server.admin();
    const { id } = await client.newArticle();
    expect(await upload(client, id, await cameraPicture())).toEqual([201, "ok"]);
    const before = await peakOf(server.pid);
    // One after the other: each is to be seen alone.
    // oxlint-disable-next-line no-await-in-loop
    for (const [picture, expected] of [
      [fixture("bomb-8-bit-90-megapixels.avif"), [422, "too-many-pixels"]],
      [fixture("bomb-12-bit-90-megapixels.avif"), [422, "too-many-pixels"]],
      [bombPng(100_000, 100_000), [422, "too-many-pixels"]],
      [fixture("heavy-48-megapixels.avif"), [201, "ok"]],
      [flat(60).png({ progressive: true, compressionLevel: 1 }).toBuffer(), [201, "ok"]],
      [flat(60).jpeg({ progressive: true, chromaSubsampling: "4:4:4" }).toBuffer(), [201, "ok"]],
      [flat(60).webp({ lossless: true, effort: 0 }).toBuffer(), [201, "ok"]],
      [flat(80).webp({ lossless: true, effort: 0 }).toBuffer(), [201, "ok"]],
      [flat(60).gif({ effort: 1 }).toBuffer(), [201, "ok"]],
    ] as const)
      expect(await upload(client, id, await picture)).toEqual(expected);
    expect((await peakOf(server.pid)) - before).toBeLessThan(60);
    expect(await readFile(`/proc/${server.pid}/maps`, "utf8")).not.toContain("libvips");

    const children = (await readFile(`/proc/${server.pid}/task/${server.pid}/children`, "utf8")).trim();
    expect(children).toMatch(/^\d+( \d+)?$/);
    for (const pid of children.split(" ")) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await readFile(`/proc/${pid}/limits`, "utf8")).toMatch(/Max data size\s+(9999|2000)\d+/);
      // oxlint-disable-next-line no-await-in-loop
      expect(await readFile(`/proc/${pid}/environ`, "utf8")).not.toContain("ADMIN_PASSWORD");
      // oxlint-disable-next-line no-await-in-loop
      expect(await peakOf(Number(pid))).toBeLessThan(1_500);
    }
  },
);
