import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

async function processWith(fault: string): Promise<{ code: number; said: string }> {
  const program = fileURLToPath(new URL("./testing/unexpectedProcess.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program, fault], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

it("ends the process in order after an exception that nobody caught", async () => {
  expect(await processWith("exception")).toEqual({
    code: 1,
    said: "an error was not handled; stopping\n",
  });
});

it.each([
  ["broken connection", "uncaughtException"],
  ["rejection", "unhandledRejection"],
])("goes on after a %s, logs and counts it", async (fault, kind) => {
  expect(await processWith(fault)).toEqual({
    code: 0,
    said: `an error was not handled\ncounted ${kind}\n`,
  });
});
