import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { missingOptionals } from "./complete-lockfile.mjs";

it("the lock names the optional packages of every platform, without which `npm ci` refuses it", () => {
  const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
  expect([...missingOptionals(lock).keys()]).toEqual([]);
});

it("a missing one is seen, a nested one found", () => {
  const packages = {
    "": {},
    "node_modules/a": { optionalDependencies: { "a-darwin": "1.0.0", "a-linux": "1.0.0" } },
    "node_modules/b/node_modules/c": { optionalDependencies: { "c-linux": "1.0.0" } },
    "node_modules/a/node_modules/a-linux": {},
    "node_modules/b/node_modules/c-linux": {},
  };
  expect([...missingOptionals({ packages }).keys()]).toEqual(["a-darwin"]);
});
