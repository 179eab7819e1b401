/** What an article can be exported as. `extension` ends the file's name. */
export const exportFormats = {
  html: { type: "text/html; charset=utf-8", extension: "html" },
  fragment: { type: "text/html; charset=utf-8", extension: "fragment.html" },
  zip: { type: "application/zip", extension: "zip" },
  markdown: { type: "text/markdown; charset=utf-8", extension: "md" },
  text: { type: "text/plain; charset=utf-8", extension: "txt" },
} as const;

export type ExportFormat = keyof typeof exportFormats;
export const isExportFormat = (name: string): name is ExportFormat => Object.hasOwn(exportFormats, name);

/** RFC 6266: a name of other scripts comes with a plain one for programs that do not know the encoded form. */
export function contentDisposition(
  disposition: "attachment" | "inline",
  name: string,
  format: ExportFormat,
): string {
  const { extension } = exportFormats[format];
  const full = `${name || "article"}.${extension}`;
  if (/^[\w.-]+$/.test(full)) return `${disposition}; filename="${full}"`;
  const encoded = encodeURIComponent(full).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="article.${extension}"; filename*=UTF-8''${encoded}`;
}
