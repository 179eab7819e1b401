import { expect, type Page } from "@playwright/test";
import type { ArticlePage } from "../pages.ts";
import type { Stage } from "../stage.ts";
import type { Scene } from "../state.ts";

const examples = new WeakMap<Stage, Promise<string>>();

/** One example article a scene: no state of it writes there. */
function example(stage: Stage): Promise<string> {
  const id = examples.get(stage) ?? stage.exampleArticle();
  examples.set(stage, id);
  return id;
}

/** The example on that person's screen, with its picture, saved, and the keyboard in none of its texts. */
export async function openExample(stage: Stage, as = "Regula Keller"): Promise<ArticlePage> {
  const article = await stage.article(await example(stage), as);
  await article.saved();
  return article;
}

const pressed = async (article: ArticlePage, button: string): Promise<Page> => {
  await article.page.getByRole("button", { name: button }).first().click();
  return article.page;
};

/** One article, while all goes well. */
export const articleScene: Scene = {
  name: "an article at work",
  states: [
    {
      name: "article",
      words: "An article with every part",
      async reach(stage) {
        const { page } = await openExample(stage);
        return page;
      },
    },
    {
      name: "article-joined",
      words: "A colleague is here and writes in the lead",
      async reach(stage) {
        const article = await openExample(stage);
        const colleague = await stage.article(await example(stage), "Emil Brunner");
        await colleague.lead.focus();
        await colleague.page.keyboard.press("ControlOrMeta+End");
        await expect(article.page.locator(".caret")).toHaveCount(1);
        return article.page;
      },
    },
    {
      name: "article-empty",
      words: "A new article",
      async reach(stage) {
        const id = await stage.desk.articleId("empty");
        stage.date(id, 0);
        const article = await stage.article(id, "Regula Keller");
        await article.saved();
        await expect(article.headline).toBeFocused();
        return article.page;
      },
    },
    {
      name: "article-loading",
      words: "An article, before it is there",
      async reach(stage) {
        const id = await example(stage);
        const page = await stage.tab("Chloé Favre");
        await page.routeWebSocket(/\/sync\//, () => {});
        await page.goto(`/articles/${id}`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("The article is being opened…");
        await expect(page.locator("[aria-busy=true]")).toBeVisible();
        return page;
      },
    },
    {
      name: "article-reading",
      words: "An article, for a guest",
      async reach(stage) {
        const id = await example(stage);
        const { page } = await stage.article(id, "Gisela Gast", "guest");
        await expect(page.getByText("You are reading along.")).toBeVisible();
        return page;
      },
    },
    {
      name: "article-style-menu",
      words: "The styles that a paragraph can have",
      async reach(stage) {
        const article = await openExample(stage);
        await article.body.locator("[data-style=heading]").first().click();
        await article.page.getByRole("button", { name: /^Text style/ }).click();
        await expect(article.page.getByRole("menu")).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-menu",
      words: "What else one can do with the article",
      async reach(stage) {
        const article = await openExample(stage);
        await pressed(article, "More");
        await expect(article.page.getByRole("menu")).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-shortcuts",
      words: "Every key",
      async reach(stage) {
        const article = await openExample(stage);
        await article.page.keyboard.press("?");
        await expect(article.page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-link",
      words: "A link is made",
      async reach(stage) {
        const article = await openExample(stage);
        await article.body.locator("[data-style=heading]").first().dblclick();
        await article.page.keyboard.press("ControlOrMeta+k");
        await expect(article.page.getByRole("dialog")).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-link-refused",
      words: "An address that no link may have",
      async reach(stage) {
        const article = await openExample(stage);
        await article.body.locator("[data-style=heading]").first().dblclick();
        await article.setLink("javascript:alert(1)", { refused: true });
        await expect(article.page.getByText("Links can't use this address.")).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-date",
      words: "The publication date is changed",
      async reach(stage) {
        const article = await openExample(stage);
        await pressed(article, "Change the publication date");
        await expect(article.page.getByLabel(/Date and time/)).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-export",
      words: "The article as it will be exported",
      async reach(stage) {
        const article = await openExample(stage);
        await article.export.click();
        const { page } = article;
        await expect(page.frameLocator("iframe").locator("h1")).toBeVisible();
        // The hash holds the article's id, which is another in every run.
        await page
          .getByRole("dialog")
          .locator("code")
          .evaluate((hash) => {
            hash.textContent = "3f29c04b5ad1e870…";
          });
        return page;
      },
    },
    {
      name: "article-trashed",
      words: "An article in the trash",
      async reach(stage) {
        const id = await stage.exampleArticle();
        const { context } = await stage.person("Emil Brunner");
        const answer = await context.request.patch(`/api/articles/${id}`, { data: { trashed: true } });
        expect(answer.ok(), await answer.text()).toBe(true);
        stage.date(id, 3);
        const page = await stage.tab("Regula Keller");
        await page.goto(`/articles/${id}`);
        await expect(page.getByText("This article is in the trash.")).toBeVisible();
        return page;
      },
    },
  ],
};
