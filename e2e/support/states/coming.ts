import { expect } from "@playwright/test";
import { SignInPage } from "../pages.ts";
import type { Scene } from "../state.ts";

/** Before one is in. */
export const coming: Scene = {
  name: "coming in",
  states: [
    {
      name: "sign-in",
      words: "Signing in, where sign-up is closed",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/sign-in");
        await expect(new SignInPage(page).signIn).toBeVisible();
        return page;
      },
    },
    {
      name: "sign-in-incomplete",
      words: "Signing in without having typed anything",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/sign-in");
        await new SignInPage(page).signIn.click();
        await expect(page.getByText("Enter your password.")).toBeVisible();
        return page;
      },
    },
    {
      name: "sign-in-error",
      words: "A wrong password",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/sign-in");
        const form = new SignInPage(page);
        await form.signInAs({ email: "regula.keller@example.org", password: "not this one" });
        await expect(form.problem).toBeVisible();
        return page;
      },
    },
    {
      name: "invitation",
      words: "An invitation, opened",
      async reach(stage) {
        const path = await stage.desk.invitation("editor");
        const page = await stage.strangersTab();
        // A week after the pictures' moment, not after the server's.
        await page.route("**/api/invitations/*", async (route) => {
          const response = await route.fetch();
          const json = { ...(await response.json()), expiresAt: "2026-03-19T09:24:00.000Z" };
          await route.fulfill({ response, json });
        });
        await page.goto(path);
        await expect(new SignInPage(page).createAccount).toBeVisible();
        return page;
      },
    },
    {
      name: "invitation-gone",
      words: "An invitation that was used already",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/invitation/used-long-ago");
        await expect(page.getByText("This invitation no longer works")).toBeVisible();
        return page;
      },
    },
    {
      name: "new-password",
      words: "A link to a new password, opened",
      async reach(stage) {
        const path = await stage.desk.newPassword("Regula Keller");
        const page = await stage.strangersTab();
        // A day after the pictures' moment, not after the server's.
        await page.route("**/api/password-resets/*", async (route) => {
          const response = await route.fetch();
          const json = { ...(await response.json()), expiresAt: "2026-03-13T09:24:00.000Z" };
          await route.fulfill({ response, json });
        });
        await page.goto(path);
        await expect(page.getByRole("button", { name: "Save and sign in" })).toBeVisible();
        return page;
      },
    },
    {
      name: "new-password-gone",
      words: "A link to a new password that was used already",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/new-password/used-long-ago");
        await expect(page.getByText("This link no longer works")).toBeVisible();
        return page;
      },
    },
    {
      name: "unavailable",
      words: "A server that does not say who is signed in",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.route("**/api/session", (route) => route.fulfill({ status: 503, body: "" }));
        await page.goto("/");
        await expect(page.getByText("The server isn't responding")).toBeVisible({ timeout: 30_000 });
        return page;
      },
    },
  ],
};

/** A newsroom that nobody has entered, and that lets everybody join. */
export const firstComing: Scene = {
  name: "the first day",
  environment: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "", OPEN_SIGNUP: "1" },
  states: [
    {
      name: "first-account",
      words: "The first account of a newsroom",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/");
        await expect(new SignInPage(page).createAccount).toBeVisible();
        return page;
      },
    },
    {
      name: "sign-in-open",
      words: "Signing in, where everybody may join",
      async reach(stage) {
        const first = await stage.desk.stranger();
        const answer = await first.context.request.post("/api/auth/sign-up/email", {
          data: { name: "Erste Chefin", email: "erste@example.org", password: "die erste von allen" },
        });
        expect(answer.ok(), await answer.text()).toBe(true);
        const page = await stage.strangersTab();
        await page.goto("/sign-in");
        await expect(new SignInPage(page).createAccount).toBeVisible();
        return page;
      },
    },
    {
      name: "sign-up",
      words: "Joining, with a field not filled in as it must be",
      async reach(stage) {
        const page = await stage.strangersTab();
        await page.goto("/sign-in");
        const form = new SignInPage(page);
        await form.createAccount.click();
        await form.name.fill("Nora Neu");
        await form.email.fill("nora");
        await form.createAccount.click();
        await expect(page.getByText(/Enter an e-mail address such as/)).toBeVisible();
        return page;
      },
    },
  ],
};
