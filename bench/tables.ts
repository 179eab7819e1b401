import { readFileSync, writeFileSync } from "node:fs";

/** Puts each table between its markers in a page of `docs`; the prose around stays. Throws when a marker is missing. */
export function writeTables(page: string, parts: Record<string, string>): void {
  const file = new URL(`../docs/${page}`, import.meta.url);
  let text = readFileSync(file, "utf8");
  for (const [name, table] of Object.entries(parts)) {
    const pattern = new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end: ${name} -->)`);
    if (!pattern.test(text)) throw new Error(`docs/${page} has no place for the table «${name}»`);
    text = text.replace(pattern, (_all, open: string, close: string) => `${open}\n${table}\n${close}`);
  }
  writeFileSync(file, text);
}

export const tableLine = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
