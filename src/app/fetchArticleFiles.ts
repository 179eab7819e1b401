/** What the build says a page is made of (scripts/build.mjs); nothing under `npm run dev`. */
interface Preloads {
  pages: { article: { scripts: string[]; later: string[]; fonts: string[] } };
}

/**
 * Has the browser bring what the article's page is made of and keep it, without running any of it: the next article
 * then opens at once, and also without a line.
 */
export async function fetchArticleFiles(): Promise<void> {
  try {
    const { pages } = (await (await fetch("/preloads.json")).json()) as Preloads;
    for (const [type, files] of [
      ["script", [...pages.article.scripts, ...pages.article.later]],
      ["font", pages.article.fonts],
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
