import { columnBorder } from "../../../domain/article/content.ts";

/** Lines with the same number of tabs are rows of a spreadsheet. */
export function withColumns(text: string): string {
  const rows = text.split(/\r\n?|\n/);
  const [first = "", second] = rows;
  const tabs = (row: string): number => row.split("\t").length - 1;
  const isTable = second !== undefined && tabs(first) > 0;
  if (!isTable || rows.some((row) => row !== "" && tabs(row) !== tabs(first))) return text;
  return rows.map((row) => row.replace(/\t+$/, "").split("\t").join(columnBorder)).join("\n");
}
