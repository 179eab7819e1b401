// Builds the page and the server into dist/. The new build takes the old one's place only once it is complete.
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build as bundle } from "vite";
import { bundleServer } from "./bundle-server.mjs";
import { splitPrint } from "./splitPrint.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const compressed = new Set([".js", ".css", ".html", ".svg", ".json"]);

async function build() {
  const fresh = join(root, `dist.${process.pid}`);
  const replaced = join(root, `dist.${process.pid}.old`);
  const startedAt = Date.now();
  try {
    await bundle({ root, logLevel: "warn", build: { outDir: join(fresh, "page"), emptyOutDir: true } });
    await bundleServer({
      root,
      programs: ["server/main.ts", "server/operations/command.ts"].map((program) => join(root, program)),
      outDir: join(fresh, "server"),
    });
    cpSync(join(root, "server/examples"), join(fresh, "server/examples"), { recursive: true });
    writePreloads(join(fresh, "page"));
    splitSheet(join(fresh, "page"));
    compressFolder(join(fresh, "page"));
    // The start of the build, so that what was saved while it ran counts as newer.
    writeFileSync(join(fresh, "build.json"), JSON.stringify({ startedAt }));
    takePlace(fresh, join(root, "dist"), replaced);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(replaced, { recursive: true, force: true });
  }
}

/**
 * Says which files a page is made of beside the script that index.html begins with, for the server to name in its
 * HTML (server/http/pageHtml.ts): otherwise the browser learns of each only by running the one before. Takes the place
 * of Vite's own list.
 */
function writePreloads(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
  rmSync(join(folder, ".vite"), { recursive: true });
  const fonts = Object.values(manifest)
    .map(({ file }) => file)
    .filter((file) => file.endsWith(".woff2"));
  const shared = scriptsOf(manifest, "index.html");
  const scripts = (source) =>
    [...scriptsOf(manifest, source)].filter((file) => !shared.has(file)).map(address);
  const page = (source, ...faces) => ({
    scripts: [...[...shared].slice(1).map(address), ...scripts(source)],
    later: manifest[source].dynamicImports
      .flatMap(scripts)
      .filter((file, at, all) => all.indexOf(file) === at && !scripts(source).includes(file)),
    fonts: faces.map((name) => address(fonts.find((file) => file.includes(`/${name}-`)))),
  });
  const preloads = {
    words: Object.fromEntries(
      ["en", "de"].map((language) => {
        const [writing, rest] = ["writing", "rest"].map((part) =>
          address(manifest[`src/app/language/${language}/${part}.ts`].file),
        );
        return [language, { article: [writing], other: [writing, rest] }];
      }),
    ),
    pages: {
      article: page(
        "src/features/article/ArticlePage.tsx",
        "inter-latin-wght-normal",
        "source-serif-4-latin-opsz-normal",
        "source-serif-4-latin-opsz-italic",
      ),
      other: page("src/app/pages.tsx", "inter-latin-wght-normal", "source-serif-4-latin-wght-normal"),
    },
  };
  writeFileSync(join(folder, "preloads.json"), JSON.stringify(preloads));
}

/** What only paper needs goes into a sheet of its own, for which no page waits. */
function splitSheet(folder) {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const [link, href] = /<link rel="stylesheet"[^>]* href="([^"]+)">/.exec(html);
  const { screen, print } = splitPrint(readFileSync(join(folder, href), "utf8"));
  const printHref = href.replace("/style-", "/print-");
  writeFileSync(join(folder, href), screen);
  writeFileSync(join(folder, printHref), print);
  const printLink = `<link rel="stylesheet" media="print" href="${printHref}">`;
  writeFileSync(join(folder, "index.html"), html.replace(link, `${link}\n    ${printLink}`));
}

const address = (file) => `/${file}`;

/** A source's own script and all that it imports before it can run. */
function scriptsOf(manifest, source, found = new Set()) {
  const { file, imports = [] } = manifest[source];
  if (found.has(file)) return found;
  found.add(file);
  for (const other of imports) scriptsOf(manifest, other, found);
  return found;
}

/** Another build may do the same at this moment: the last one stays. */
function takePlace(fresh, place, replaced) {
  for (;;) {
    try {
      renameSync(place, replaced);
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
    try {
      renameSync(fresh, place);
      return;
    } catch (error) {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    }
    rmSync(replaced, { recursive: true, force: true });
  }
}

/** Lays a .br and a .gz beside every text file, for @fastify/static to pick from. */
function compressFolder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !compressed.has(extname(entry.name))) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const content = readFileSync(path);
    if (content.length < 1024) continue;
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}

await build();
