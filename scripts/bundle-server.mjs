import { build as bundle } from "vite";

/**
 * Packages that go into the server's file, without the parts of them that nothing uses: it starts in half the time and
 * rests with a fifth less memory. Native ones and those that must exist once (yjs) stay outside.
 */
const bundled = [
  /better-auth/,
  /^@(better-fetch|noble)\//,
  "@fastify/type-provider-typebox",
  "better-call",
  "defu",
  "jose",
  "kysely",
  "nanostores",
  "prom-client",
  "rou3",
  "typebox",
  "zod",
];

/**
 * Bundles a server's programs and, as files of their own beside it, its threads and the process that decodes pictures,
 * into a folder below `root`.
 */
export async function bundleServer({ root, programs, outDir }) {
  await bundle({
    root,
    logLevel: "warn",
    configFile: false,
    publicDir: false,
    ssr: { noExternal: bundled },
    build: {
      ssr: true,
      outDir,
      target: "node20",
      minify: false,
      rolldownOptions: {
        input: [
          ...programs,
          `${root}/server/storage/articleLogWorker.ts`,
          `${root}/server/search/indexWorker.ts`,
          `${root}/server/accounts/passwords/hashWorker.mjs`,
          `${root}/server/assets/decoding/decoderProgram.ts`,
        ],
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  });
}
