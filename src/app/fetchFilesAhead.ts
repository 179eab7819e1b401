/** What the build says a page is made of (scripts/build.mjs); nothing under `npm run dev`. */
interface Preloads {
  pages: Record<"article" | "other", { scripts: string[]; later: string[]; fonts: string[] }>;
}

/**
 * Has the browser bring what the article's page is made of, and what any page shows when asked, and keep it, without
 * running any of it: the next article or menu then opens at once, and also without a line.
 */
export async function fetchFilesAhead(): Promise<void> {
  try {
    const { article, other } = ((await (await fetch("/preloads.json")).json()) as Preloads).pages;
    for (const [type, files] of [
      ["script", new Set([...article.scripts, ...article.later, ...other.later])],
      ["font", article.fonts],
    ] as const)
      for (const file of files) {
        const link = document.createElement("link");
        Object.assign(link, { rel: "prefetch", as: type, href: file, crossOrigin: "" });
        document.head.append(link);
      }
  } catch {
    // It is only ahead of time.
  }
}
