import { createReadStream } from "node:fs";
import { exampleArticle } from "../../src/domain/article/example.ts";
import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import type { Person } from "../../src/domain/protocol/api.ts";
import type { Assets } from "../assets/Assets.ts";

export interface ExampleParts {
  /** The folder of the files that ship with the product. */
  folder: URL;
  assets: Pick<Assets, "addOwn">;
}

/** The article that the product ships. Its picture is stored as if this person had uploaded it. */
export async function exampleTemplate(
  person: Person,
  { folder, assets }: ExampleParts,
): Promise<ArticleTemplate> {
  const stored = await assets.addOwn(createReadStream(new URL("lake.jpg", folder)), person.id);
  if (stored.code !== "ok") throw new Error(`The example's picture could not be stored: ${stored.message}`);
  const { id: asset, width, height } = stored.asset;
  const { fields, language, section, body, picture } = exampleArticle;
  return {
    fields,
    language,
    section,
    body: body.map((block) => ({ kind: "text", ...block })),
    leadPicture: { id: "lake", asset, size: { width, height }, ...picture },
  };
}
