import { expect, type Page } from "@playwright/test";
import type { OwnSessions } from "../../../src/domain/protocol/api.ts";
import { DeskPage } from "../pages.ts";
import type { Stage } from "../stage.ts";
import type { Scene } from "../state.ts";
import { pictureTime, pin } from "../steady.ts";

const lines = [
  [
    "Regula Keller",
    3,
    "Nordinsel",
    "Fährstreit: Beide Seiten nehmen Gespräche wieder auf",
    "News › International",
  ],
  ["Emil Brunner", 26, "Stadtrat", "Altstadtring: Der Gemeinderat vertagt den Entscheid", "News › Regional"],
  ["Chloé Favre", 84, "Eishockey", "Nach der Verlängerung steht der Final fest", "Sport"],
  ["Emil Brunner", 1290, "Theater", "Ein Sommer ohne Freilichtbühne", "Kultur"],
  [
    "Regula Keller",
    1420,
    "Hochwasser",
    "Wie eine Gemeinde lernt, mit dem Fluss zu leben, und was die Nachbarn davon halten",
    "News › Schweiz",
  ],
  ["Chloé Favre", 4210, "", "Leitartikel: Was ein zweites Paar Augen sieht", "Meinung"],
] as const;

/** A session is as old as the run; in the pictures this one, and a phone's when `phone`, are so many minutes old. */
async function dateSessions(page: Page, phone: boolean): Promise<void> {
  const ago = (minutes: number) => new Date(pictureTime.getTime() - minutes * 60_000).toISOString();
  await page.route("**/api/sessions", async (route) => {
    const answer = await route.fetch();
    const { sessions } = (await answer.json()) as OwnSessions;
    const here = sessions
      .filter(({ current }) => current)
      .map((session) => ({ ...session, system: "Linux", createdAt: ago(47), lastUsedAt: ago(0) }));
    const there = here.map((session) => ({
      ...session,
      id: "phone",
      current: false,
      browser: "Firefox",
      system: "Android",
      createdAt: ago(2900),
      lastUsedAt: ago(12),
    }));
    await route.fulfill({ response: answer, json: { sessions: phone ? [...here, ...there] : here } });
  });
}

const filled = new WeakSet<Stage>();

async function fill(stage: Stage): Promise<void> {
  if (filled.has(stage)) return;
  filled.add(stage);
  // One after the other: each is dated once the server has listed it.
  // oxlint-disable-next-line no-await-in-loop
  for (const [as, minutesAgo, kicker, headline, section] of lines)
    await stage.seed(as, { kicker, headline, section, minutesAgo });
}

/** The lists, and the pages beside them. */
export const deskScene: Scene = {
  name: "desk and people",
  states: [
    {
      name: "desk-empty",
      words: "A desk without an article",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/");
        await expect(new DeskPage(page).example).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-empty-guest",
      words: "A desk without an article, for a guest",
      async reach(stage) {
        const page = await stage.tab("Gisela Gast", "guest");
        await page.goto("/");
        await expect(page.getByText("There is nothing to read yet.")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-trash-empty",
      words: "An empty trash",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/?trash=1");
        await expect(page.getByText("The trash is empty")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk",
      words: "The desk",
      async reach(stage) {
        await fill(stage);
        const page = await stage.tab("Regula Keller");
        await page.goto("/");
        await expect(page.getByText("Leitartikel")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-found",
      words: "A search that found something",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/?search=gemeinde");
        await expect(page.getByText("Wie eine Gemeinde lernt")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-nothing-found",
      words: "A search that found nothing",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/?search=Kernkraft");
        await expect(page.getByText("Nothing found")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-account-menu",
      words: "The menu of one's account",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/");
        await page.getByRole("button", { name: "Account: Regula Keller" }).click();
        await expect(page.getByRole("menu")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-keys",
      words: "The keys of the desk",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/");
        await expect(page.getByText("Leitartikel")).toBeVisible();
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-loading",
      words: "The desk, before its articles are there",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.route("**/api/articles?*", () => {});
        await page.route("**/api/articles", () => {});
        await page.goto("/");
        await expect(page.getByText("Loading…")).toBeVisible();
        return page;
      },
    },
    {
      name: "desk-error",
      words: "The desk, when its articles did not come",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.route(/\/api\/articles(\?|$)/, (route) => route.fulfill({ status: 500, body: "" }));
        await page.goto("/");
        await expect(page.getByText("Couldn't load the articles")).toBeVisible({ timeout: 30_000 });
        return page;
      },
    },
    {
      name: "desk-offline",
      words: "The desk, after the line has dropped",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/");
        await expect(page.getByText("Leitartikel")).toBeVisible();
        await (await stage.person("Regula Keller")).goOffline();
        await expect(page.getByText(/This list may be out of date/)).toBeVisible({ timeout: 30_000 });
        return page;
      },
    },
    {
      name: "desk-trashed",
      words: "The desk, just after an article went to the trash",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        const desk = new DeskPage(page);
        await desk.open();
        await desk.moveToTrash("Ein Sommer ohne Freilichtbühne");
        await expect(page.getByText("“Ein Sommer ohne Freilichtbühne” is in the trash.")).toBeVisible();
        await expect(desk.article("Ein Sommer ohne Freilichtbühne")).toBeHidden();
        return page;
      },
    },
    {
      name: "desk-trash",
      words: "The trash",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/?trash=1");
        await expect(page.getByText("Ein Sommer ohne Freilichtbühne")).toBeVisible();
        return page;
      },
    },
    {
      name: "people",
      words: "Who belongs to the newsroom",
      async reach(stage) {
        await Promise.all([stage.person("Chloé Favre"), stage.person("Gisela Gast", "guest")]);
        const page = await stage.tab("admin");
        await page.goto("/people");
        await expect(page.getByText("Gisela Gast", { exact: true })).toBeVisible();
        return page;
      },
    },
    {
      name: "people-invite",
      words: "Inviting somebody",
      async reach(stage) {
        const page = await stage.tab("admin");
        await page.goto("/people");
        await page.getByRole("button", { name: "Invite", exact: true }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        return page;
      },
    },
    {
      name: "people-invited",
      words: "The link of an invitation, shown once",
      async reach(stage) {
        const page = await stage.tab("admin");
        // The real link differs every time.
        await page.route("**/api/invitations", async (route) =>
          route.fulfill({
            response: await route.fetch(),
            json: {
              url: "https://desk.example.org/invitation/wK4vJ0mTqXr2",
              role: "editor",
              expiresAt: "2026-03-19T09:24:00.000Z",
            },
          }),
        );
        await page.goto("/people");
        await page.getByRole("button", { name: "Invite", exact: true }).click();
        await page.getByRole("button", { name: "Create link" }).click();
        await expect(page.getByLabel("Link", { exact: true })).toBeVisible();
        return page;
      },
    },
    {
      name: "people-new-password",
      words: "A new password for somebody who forgot theirs",
      async reach(stage) {
        // The one of the state before ends on a day that differs from run to run.
        pin(stage.newsroom, "delete from invitation where used_by is null");
        const page = await stage.tab("admin");
        await page.goto("/people");
        await page.getByRole("button", { name: "A new password for Gisela Gast" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        return page;
      },
    },
    {
      name: "people-deactivate",
      words: "The question before somebody is shut out",
      async reach(stage) {
        const page = await stage.tab("admin");
        await page.goto("/people");
        await page.getByRole("button", { name: "Deactivate Gisela Gast" }).click();
        await expect(page.getByRole("alertdialog")).toBeVisible();
        return page;
      },
    },
    {
      name: "account",
      words: "One's own account",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await dateSessions(page, false);
        await page.goto("/account");
        await expect(page.getByLabel("Current password", { exact: true })).toBeVisible();
        await expect(page.getByText("You are not signed in anywhere else.")).toBeVisible();
        return page;
      },
    },
    {
      name: "account-sessions",
      words: "Where one is signed in",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await dateSessions(page, true);
        await page.goto("/account");
        // In whatever size, and wherever the check for barriers scrolls.
        await page.getByRole("button", { name: "End all others" }).evaluate((button) => {
          const show = (): void => button.scrollIntoView({ block: "center" });
          addEventListener("resize", show);
          addEventListener("scroll", show);
          show();
        });
        return page;
      },
    },
    {
      name: "unknown-page",
      words: "An address that leads nowhere",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.goto("/nowhere");
        await expect(page.getByText("Page not found")).toBeVisible();
        return page;
      },
    },
    {
      name: "broken-page",
      words: "A page whose code did not arrive",
      async reach(stage) {
        const page = await stage.tab("Regula Keller");
        await page.route(/ArticlePage[^/]*\.js/, (route) => route.abort());
        await page.goto("/articles/any");
        await expect(page.getByText("Something went wrong")).toBeVisible();
        return page;
      },
    },
  ],
};
