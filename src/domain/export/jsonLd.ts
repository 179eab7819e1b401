import type { PrintedFigure } from "./figures.ts";
import { type ExportContext, type PrintedArticle, printedFigures } from "./printed.ts";

/** The article as schema.org describes news, from the same printed parts as the visible page. Empty parts are left out. */
export function newsArticle(article: PrintedArticle, { url, newsroom }: ExportContext): object {
  return {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    headline: article.title,
    alternativeHeadline: (article.headline && article.kicker) || undefined,
    description: article.lead || undefined,
    articleSection: article.section || undefined,
    inLanguage: article.language,
    dateline: article.dateline || undefined,
    author: authors(article.byline),
    sourceOrganization: organization(article.source),
    publisher: organization(newsroom ?? ""),
    url,
    mainEntityOfPage: url,
    datePublished: article.published?.instant,
    dateModified: article.updated.instant,
    image: printedFigures(article).map(imageObject),
  };
}

const betweenAuthors = /\s*[/,;&]\s*|\s+(?:und|and|et|e)\s+/iu;

/** Each that a byline such as «SDA/Anna Meier» or «Anna Meier und Beat Bühler» names, in its order. One stands alone. */
function authors(byline: string): object | object[] | undefined {
  const all = byline
    .split(betweenAuthors)
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => ({ "@type": agencies.has(name.toLowerCase()) ? "Organization" : "Person", name }));
  return all.length > 1 ? all : all[0];
}

const agencies: ReadonlySet<string> = new Set(
  "afp ansa ap apa ats belga cnn-wire dapd dpa efe epd keystone keystone-ats keystone-sda kipa kna lusa pap reuters rtr sda sid tass xinhua"
    .split(" ")
    .concat("associated press", "agence france-presse"),
);

const organization = (name: string): object | undefined =>
  name ? { "@type": "Organization", name } : undefined;

/** Pictures that are embedded in the page are described but not repeated. */
const imageObject = ({ picture, caption, credit, source, alt }: PrintedFigure): object => ({
  "@type": "ImageObject",
  contentUrl: picture.href.startsWith("data:") ? undefined : picture.href,
  width: picture.width,
  height: picture.height,
  caption: caption || undefined,
  description: alt || undefined,
  creditText: credit || undefined,
  sourceOrganization: organization(source),
});
