import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const jar = fileURLToPath(new URL("../../node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

export const javaHere = spawnSync("java", ["-version"]).status === 0;

/** The errors that the Nu HTML checker finds; empty for a valid page. */
export function nuErrors(html: string): string[] {
  const { stdout, error } = spawnSync("java", ["-jar", jar, "--format", "json", "--stdout", "-"], {
    input: html,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  const { messages } = JSON.parse(stdout) as {
    messages: { type: string; message: string; extract?: string }[];
  };
  return messages.filter((m) => m.type !== "info").map((m) => `${m.message} — ${m.extract ?? ""}`);
}
