import { readFile } from "node:fs/promises";
import { exampleArticle } from "../../src/domain/article/example.ts";
import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import type { Person } from "../../src/domain/protocol/api.ts";

export interface ExampleParts {
  /** The folder of the files that ship with the product. */
  folder: URL;
  /** Keeps a picture as if this person had uploaded it. */
  storePicture: (file: Buffer, person: Person) => Promise<{ id: string }>;
}

/** The article that the product ships, with its picture stored. */
export async function exampleTemplate(
  person: Person,
  { folder, storePicture }: ExampleParts,
): Promise<ArticleTemplate> {
  const { id } = await storePicture(await readFile(new URL("lake.jpg", folder)), person);
  const { fields, language, section, body, picture } = exampleArticle;
  return {
    fields,
    language,
    section,
    body: body.map((block) => ({ kind: "text", ...block })),
    leadPicture: { id: "lake", asset: id, ...picture },
  };
}
