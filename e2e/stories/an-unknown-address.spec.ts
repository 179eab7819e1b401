import { admin } from "../support/newsroom.ts";
import { SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test.use({ environment: { PUBLIC_URL: "http://news.example" } });

test("at an address that is not the newsroom's, people read what is wrong and who mends it", async ({
  desk,
}) => {
  const chief = await desk.stranger(admin);
  const page = await chief.context.newPage();
  await page.goto("/sign-in");
  const form = new SignInPage(page);
  await form.signInAs(admin);
  await expect(form.problem).toHaveText(/does not know the address http:\/\/127\.0\.0\.1:\d+\. .*PUBLIC_URL/);
});
