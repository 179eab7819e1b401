import { expect, request, type WebSocketRoute } from "@playwright/test";
import { closeCodes } from "../../../src/domain/protocol/sync.ts";
import { ArticlePage } from "../pages.ts";
import { cameraPicture, textCalledPicture } from "../pictures.ts";
import type { Stage } from "../stage.ts";
import type { Scene } from "../state.ts";
import { pictureTime } from "../steady.ts";

/** An article of this state's own, in which somebody has begun to write. */
async function begun(stage: Stage, name: string, as = "Regula Keller"): Promise<ArticlePage> {
  const id = await stage.desk.articleId(name);
  const article = await stage.article(id, as);
  await article.type(article.kicker, "Altstadtring");
  await article.type(article.headline, "Der Gemeinderat vertagt den Entscheid");
  await article.type(article.lead, "Nach vier Stunden Debatte bleibt offen, wer den Platz bezahlt.");
  await article.saved();
  stage.date(id, 3);
  return article;
}

/** One article, when something goes wrong. */
export const troubleScene: Scene = {
  name: "an article in trouble",
  states: [
    {
      name: "article-offline",
      words: "Writing on while offline",
      async reach(stage) {
        const article = await begun(stage, "offline");
        await (await stage.person("Regula Keller")).goOffline();
        await article.type(article.body, "Offline.");
        await expect(article.saveState).toHaveText(/^Offline: \d+ changes kept in this browser/);
        return article.page;
      },
    },
    {
      name: "article-not-saved",
      words: "A server that does not store at the moment",
      async reach(stage) {
        const id = await stage.desk.articleId("not saved");
        const page = await (await stage.person("Regula Keller")).context.newPage();
        let storing = true;
        await page.routeWebSocket(/\/sync\//, (line) => {
          const server = line.connectToServer();
          let lastAck: Buffer | null = null;
          server.onMessage((frame) => {
            const isAck = typeof frame !== "string" && frame[0] === 100;
            if (isAck && storing) lastAck = frame;
            // A heartbeat repeats the last one: the line is alive, the disk is not.
            line.send(isAck && lastAck ? lastAck : frame);
          });
        });
        await page.clock.install({ time: pictureTime });
        await page.goto(`/articles/${id}`);
        const article = new ArticlePage(page);
        await article.ready();
        await article.saved();
        storing = false;
        await article.type(article.headline, "Der Gemeinderat vertagt den Entscheid");
        await page.clock.fastForward(11_000);
        await expect(article.saveState).toHaveText(/^Not saved: the server can't save right now/);
        return page;
      },
    },
    {
      name: "article-damaged",
      words: "An article that is damaged on the server's disk",
      async reach(stage) {
        const id = await stage.desk.articleId("damaged");
        const page = await stage.tab("Regula Keller");
        const opened: WebSocketRoute[] = [];
        await page.routeWebSocket(/\/sync\//, (line) => {
          line.connectToServer();
          opened.push(line);
        });
        await page.goto(`/articles/${id}`);
        const article = new ArticlePage(page);
        await article.ready();
        await article.type(article.headline, "Der Gemeinderat vertagt den Entscheid");
        await article.saved();
        stage.date(id, 3);
        await Promise.all(opened.map((line) => line.close({ code: closeCodes.damaged })));
        await expect(page.getByText(/This article is damaged on the server/)).toBeVisible();
        return page;
      },
    },
    {
      name: "article-refused",
      words: "Words that the server did not take",
      async reach(stage) {
        const name = "Nora Neu";
        const article = await begun(stage, "refused", name);
        const person = await stage.person(name);
        await person.goOffline();
        await article.type(article.body, "Offline geschrieben, als man noch durfte.");
        const admin = await stage.person("admin");
        // The server knows the admin by the id of before for some seconds (Stage pins ids).
        await expect
          .poll(async () => {
            const data = { role: "guest" };
            return (await admin.context.request.patch(`/api/people/person-${name}`, { data })).status();
          })
          .toBe(200);
        await person.goOnline();
        await expect(article.page.getByRole("alertdialog")).toBeVisible({ timeout: 40_000 });
        return article.page;
      },
    },
    {
      name: "article-session-ended",
      words: "A session that ended while its person was writing",
      async reach(stage) {
        const name = "Sascha Kunz";
        const article = await begun(stage, "session ended", name);
        const person = await stage.person(name);
        const elsewhere = await request.newContext({
          baseURL: person.line.url,
          storageState: await person.context.storageState(),
        });
        await elsewhere.post("/api/auth/sign-out", { data: {} });
        await elsewhere.dispose();
        await expect(article.page.getByRole("dialog")).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-closed",
      words: "An article that one may no longer open",
      async reach(stage) {
        const name = "Dario Weg";
        const article = await begun(stage, "closed", name);
        const admin = await stage.person("admin");
        await admin.context.request.patch(`/api/people/person-${name}`, { data: { active: false } });
        await expect(article.saveState).not.toHaveText(/^Saved/);
        return article.page;
      },
    },
    {
      name: "article-uploading",
      words: "A picture on its way",
      async reach(stage) {
        const article = await begun(stage, "uploading");
        await article.page.route("**/assets", () => {});
        await article.choosePicture(await cameraPicture());
        await expect(article.page.getByRole("progressbar")).toBeVisible();
        return article.page;
      },
    },
    {
      name: "article-upload-failed",
      words: "A picture that did not get through, and a file that is none",
      async reach(stage) {
        const article = await begun(stage, "upload failed");
        await article.choosePicture(textCalledPicture);
        await expect(article.page.getByRole("alert")).toBeVisible();
        await article.page.route("**/assets", (route) => route.abort());
        await article.choosePicture(await cameraPicture());
        await expect(article.page.getByRole("alert")).toHaveCount(2);
        return article.page;
      },
    },
    {
      name: "article-picture-missing",
      words: "A picture that could not be loaded",
      async reach(stage) {
        const article = await begun(stage, "picture missing");
        await article.page.route("**/assets/*/*", (route) => route.abort());
        await article.page.route("**/api/assets/**", (route) => route.abort());
        await article.choosePicture(await cameraPicture());
        await expect(article.page.getByText("This picture couldn't be loaded.")).toBeVisible();
        await article.saved();
        return article.page;
      },
    },
    {
      name: "article-not-found",
      words: "An address that no article has",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/articles/there-is-none");
        await expect(page.getByText("This article could not be opened")).toBeVisible();
        return page;
      },
    },
    {
      name: "article-unreachable",
      words: "An article whose server does not answer",
      async reach(stage) {
        const id = await stage.desk.articleId("unreachable");
        const page = await stage.tab("Regula Keller");
        await page.routeWebSocket(/\/sync\//, (line) => line.close({ code: 1001 }));
        await page.goto(`/articles/${id}`);
        await expect(page.getByText("The server isn't responding.")).toBeVisible();
        return page;
      },
    },
  ],
};
