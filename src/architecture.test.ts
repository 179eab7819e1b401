import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

/** Who may import whom, on resolved imports, type-only ones included. A folder may always import itself. */
const mayImport: Record<string, readonly string[]> = {
  "src/domain": [],
  "src/ui": [],
  "src/binding": ["src/domain"],
  "src/session": ["src/domain"],
  "src/editor": ["src/domain", "src/binding", "src/session", "src/ui"],
  "src/features": ["src/domain", "src/binding", "src/session", "src/editor", "src/ui"],
  "src/app": ["src/domain", "src/binding", "src/session", "src/editor", "src/features", "src/ui"],
  server: ["src/domain", "package.json"],
  scripts: [],
  "package.json": [],
  e2e: ["src/domain", "src/session", "simulation"],
  simulation: ["src/domain", "src/binding", "src/session", "src/editor", "server", "scripts"],
};

/** The only packages the domain may use: pure, the same in browser and server. */
const domainPackages = ["yjs", "lib0", "typebox"];
/** What a test may use besides. */
const testPackages = ["vitest", "fast-check", "vite", "html-validate"];

type Imports = ReadonlyMap<string, readonly string[]>;

/** Paths are relative to the project, with forward slashes; a package is `npm:` and its name. */
function violations(imports: Imports): string[] {
  const found: string[] = [];
  for (const [file, targets] of imports) {
    const from = zoneOf(file);
    if (!from) {
      found.push(`${file} lies in no folder of the layout`);
      continue;
    }
    for (const target of targets) {
      if (/^(npm|node):/.test(target)) {
        if (from === "src/domain" && !packageAllowed(file, target))
          found.push(`${file} imports ${target}, which is not pure`);
        continue;
      }
      if (target.startsWith("missing:")) {
        found.push(`${file} imports ${target.slice("missing:".length)}, which is no file`);
        continue;
      }
      const to = zoneOf(target);
      const feature = featureOf(file);
      if (!to) found.push(`${file} imports ${target}, which lies in no folder of the layout`);
      else if (to !== from && !mayImport[from]?.includes(to)) found.push(`${file} imports ${target}`);
      else if (to === "src/features" && feature !== null && feature !== featureOf(target))
        found.push(`${file} imports another feature: ${target}`);
      else if (isTest(target) && !isTest(file)) found.push(`${file} imports the test ${target}`);
    }
  }
  return found;
}

function cycles(imports: Imports): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

const zoneOf = (file: string): string | null =>
  Object.keys(mayImport).find((zone) => file === zone || file.startsWith(`${zone}/`)) ?? null;
const featureOf = (file: string): string | null => /^src\/features\/([^/]+)\//.exec(file)?.[1] ?? null;
const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\/|^(simulation|e2e)\//.test(file);
const packageAllowed = (file: string, target: string): boolean => {
  const name = target.replace(/^npm:/, "").split("/")[0] ?? "";
  return (
    domainPackages.includes(name) ||
    (isTest(file) && (testPackages.includes(name) || name.startsWith("node:")))
  );
};

const root = fileURLToPath(new URL("..", import.meta.url));

function readImports(): Map<string, string[]> {
  const files = ["src", "server", "e2e", "simulation"]
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && file !== "src/architecture.test.ts");
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const { program, errors } = parseSync(file, readFileSync(path.join(root, file), "utf8"));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const names = new Set<string>();
  collect(program, names);
  return [...names].map((name) => resolve(file, name));
}

const importing = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function collect(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) collect(item, names);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const { type, source } = node as { type?: string; source?: { value?: unknown } | null };
  if (type !== undefined && importing.has(type) && typeof source?.value === "string") names.add(source.value);
  for (const child of Object.values(node)) collect(child, names);
}

function resolve(file: string, name: string): string {
  if (!name.startsWith(".")) return name.startsWith("node:") ? name : `npm:${name}`;
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), name.replace(/\?.*$/, "")));
  const full = path.join(root, target);
  return existsSync(full) && statSync(full).isFile() ? target : `missing:${target}`;
}

describe("the layout", () => {
  const imports = readImports();

  it("lets imports point in one direction only", () => {
    expect(imports.size).toBeGreaterThan(10);
    expect(violations(imports)).toEqual([]);
  });

  it("has no import cycles", () => {
    expect(cycles(imports)).toEqual([]);
  });
});

describe("the check itself", () => {
  const check = (file: string, ...targets: string[]): string[] => violations(new Map([[file, targets]]));

  it("sees each forbidden direction", () => {
    expect(check("src/domain/a.ts", "src/ui/b.ts")).toHaveLength(1);
    expect(check("src/features/desk/a.ts", "src/features/people/b.ts")).toHaveLength(1);
    expect(check("src/features/desk/a.ts", "src/features/desk/b.ts", "src/ui/c.css")).toEqual([]);
    expect(check("server/a.ts", "src/session/b.ts")).toHaveLength(1);
    expect(check("src/helpers/a.ts")).toHaveLength(1);
    expect(check("src/app/a.ts", "server/b.ts")).toHaveLength(1);
  });

  it("keeps the domain pure", () => {
    expect(check("src/domain/a.ts", "npm:react")).toHaveLength(1);
    expect(check("src/domain/a.ts", "node:fs")).toHaveLength(1);
    expect(check("src/domain/a.ts", "npm:vitest")).toHaveLength(1);
    expect(check("src/domain/a.test.ts", "npm:vitest")).toEqual([]);
    expect(check("src/domain/a.ts", "npm:lib0/encoding", "npm:yjs", "npm:typebox")).toEqual([]);
  });

  it("sees a cycle, also through type-only imports", () => {
    const names = new Set<string>();
    collect(
      parseSync(
        "a.ts",
        'import type { B } from "./b.ts"; type C = import("./c.ts").C; void import("./d.ts");',
      ).program,
      names,
    );
    expect([...names]).toEqual(["./b.ts", "./c.ts", "./d.ts"]);
    expect(
      cycles(
        new Map([
          ["a.ts", ["b.ts"]],
          ["b.ts", ["c.ts"]],
          ["c.ts", ["b.ts"]],
        ]),
      ),
    ).toEqual(["b.ts → c.ts → b.ts"]);
  });
});
