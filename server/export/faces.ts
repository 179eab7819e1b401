import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Face } from "../../src/domain/export/index.ts";

const { resolve } = createRequire(import.meta.url);

const files: readonly (Omit<Face, "woff2"> & { file: string })[] = [
  {
    family: "Source Serif 4",
    style: "normal",
    file: "source-serif-4/files/source-serif-4-latin-wght-normal",
  },
  {
    family: "Source Serif 4",
    style: "italic",
    file: "source-serif-4/files/source-serif-4-latin-wght-italic",
  },
  { family: "Inter", style: "normal", file: "inter/files/inter-latin-wght-normal" },
];

/** Reads the faces of the article's page, for exports to have inside them: 150 kB in all. */
export const readFaces = (): Promise<Face[]> =>
  Promise.all(
    files.map(async ({ file, ...face }) => ({
      ...face,
      woff2: await readFile(resolve(`@fontsource-variable/${file}.woff2`), "base64"),
    })),
  );
