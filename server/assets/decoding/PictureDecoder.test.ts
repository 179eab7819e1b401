import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import type { PictureRefusal } from "../refusals.ts";
import { cameraPicture } from "../testing/pictures.ts";
import type { DecodedPicture } from "./makeVariants.ts";
import { type DecoderLimits, PictureDecoder } from "./PictureDecoder.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../testing/${name}`, import.meta.url));
const heavyAvif = fixture("heavy-48-megapixels.avif");
const usual = {
  memoryBytes: 1.5e9,
  dataBytes: 2e9,
  processorMs: 60_000,
  clockMs: 600_000,
  idleMs: 30_000,
  nice: 10,
};
const linux = process.platform === "linux";

async function workplace(limits: Partial<DecoderLimits> = {}): Promise<{
  decoder: PictureDecoder;
  decode: (
    file: string,
    type: "image/jpeg" | "image/avif",
    personId?: string,
  ) => Promise<DecodedPicture | PictureRefusal>;
  camera: string;
}> {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-decoder-"));
  const decoder = new PictureDecoder({ warn: () => {} }, limits);
  onTestFinished(async () => {
    decoder.close();
    await rm(folder, { recursive: true, force: true });
  });
  const camera = join(folder, "camera.jpg");
  await writeFile(camera, await cameraPicture());
  let count = 0;
  return {
    decoder,
    camera,
    decode: (file, type, personId = "ada") => {
      const at = (variant: string): string => join(folder, `${count}.${variant}`);
      count += 1;
      const variants = { small: at("small"), medium: at("medium"), large: at("large") };
      return decoder.decode({ file, type, variants }, personId);
    },
  };
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it("decodes another person's picture while one has heavy ones in a row", async () => {
  const { decode, camera } = await workplace();
  const done: string[] = [];
  const noting = async (name: string, decoding: Promise<{ code: string }>): Promise<void> => {
    expect((await decoding).code).toBe("ok");
    done.push(name);
  };
  await Promise.all([
    ...[1, 2, 3].map((count) => noting(`heavy ${count}`, decode(heavyAvif, "image/avif", "eve"))),
    noting("camera", decode(camera, "image/jpeg", "ada")),
  ]);
  expect(done.indexOf("camera")).toBeLessThan(2);
  expect(done.filter((name) => name !== "camera")).toEqual(["heavy 1", "heavy 2", "heavy 3"]);
});

it("decodes one picture of a person at a time, in two processes of several people", async () => {
  const { decoder, decode, camera } = await workplace();
  await Promise.all([1, 2, 3].map(() => decode(camera, "image/jpeg", "eve")));
  expect(decoder.pids).toHaveLength(1);
  await Promise.all(["ada", "ben", "eve"].map((person) => decode(camera, "image/jpeg", person)));
  expect(decoder.pids).toHaveLength(2);
});

it.runIf(linux).each([
  ["asks for", { dataBytes: 300e6 }],
  ["touches", { memoryBytes: 300e6 }],
])(
  "refuses a picture over which its process %s more memory than it may, and goes on",
  async (_what, limit) => {
    const { decoder, decode, camera } = await workplace({ heavy: { ...usual, ...limit } });
    expect((await decode(heavyAvif, "image/avif")).code).toBe("too-many-pixels");
    expect(decoder.ended).toEqual({ memory: 1, time: 0, crash: 0 });
    expect((await decode(camera, "image/jpeg")).code).toBe("ok");
  },
);

it.runIf(linux)("kills a process that takes too long over a picture, and starts another", async () => {
  const { decoder, decode, camera } = await workplace({ heavy: { ...usual, processorMs: 100 } });
  expect((await decode(heavyAvif, "image/avif")).code).toBe("too-many-pixels");
  expect(decoder.ended).toEqual({ memory: 0, time: 1, crash: 0 });
  expect((await decode(camera, "image/jpeg")).code).toBe("ok");
});

it("decodes a picture again over which the process died, and refuses it the second time", async () => {
  const { decoder, decode, camera } = await workplace();
  const once = decode(heavyAvif, "image/avif");
  await expect.poll(() => decoder.pids.length).toBe(2);
  for (const pid of decoder.pids) process.kill(pid, "SIGKILL");
  expect((await once).code).toBe("ok");

  let settled = false;
  const always = decode(heavyAvif, "image/avif").finally(() => {
    settled = true;
  });
  await expect
    .poll(() => {
      for (const pid of decoder.pids) process.kill(pid, "SIGKILL");
      return settled;
    })
    .toBe(true);
  expect((await always).code).toBe("too-many-pixels");
  expect(decoder.ended.crash).toBe(1);
  expect((await decode(camera, "image/jpeg")).code).toBe("ok");
});

it("ends a process that is not used", async () => {
  const { decoder, decode, camera } = await workplace({ light: { ...usual, idleMs: 1 } });
  expect((await decode(camera, "image/jpeg")).code).toBe("ok");
  await expect.poll(() => decoder.pids).toEqual([]);
  expect((await decode(camera, "image/jpeg")).code).toBe("ok");
});

it("leaves no process behind when its own is killed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-decoder-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFile(heavyAvif, join(folder, "heavy.avif"));
  const module = new URL("./PictureDecoder.ts", import.meta.url).href;
  const script = `
    import { PictureDecoder } from ${JSON.stringify(module)};
    const decoder = new PictureDecoder({ warn() {} });
    const at = (name) => ${JSON.stringify(folder)} + "/" + name;
    void decoder.decode(
      { file: at("heavy.avif"), type: "image/avif", variants: { small: at("s"), medium: at("m"), large: at("l") } },
      "ada",
    );
    setInterval(() => decoder.pids.length === 2 && console.log(decoder.pids.join(" ")), 20);`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const pids = await new Promise<number[]>((resolve) =>
    parent.stdout.once("data", (line: Buffer) => {
      const [first = ""] = line.toString().split("\n");
      resolve(first.split(" ").map(Number));
    }),
  );
  expect(pids.every(alive)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => pids.filter(alive)).toEqual([]);
  expect(await readdir(folder)).toContain("heavy.avif");
});
