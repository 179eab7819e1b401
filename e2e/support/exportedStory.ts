import { expect } from "@playwright/test";
import { agencyStory as story } from "./agencyStory.ts";

/** Every part of the agency's story stands in the exported page. */
export function expectWholeStory(html: string): void {
  const text = html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&amp;", "&");
  const { picture, paragraphs, list, link, section, ...lines } = story;
  const parts: string[] = [...Object.values(lines), ...paragraphs, ...list, link.text];
  parts.push(picture.caption, picture.credit, picture.source, ...section.split(" › "));
  for (const part of parts) expect(text).toContain(part);
  expect(html).toContain(`alt="${picture.alt}"`);
  expect(html).toContain(link.address.replace("&", "&amp;"));
  expect(html).toMatch(/<time[^>]+datetime=/);
  expect(html).toContain('"NewsArticle"');
  expect(html).toMatch(/<meta[^>]+property="og:title"/);
}
