import { test as base, request } from "@playwright/test";
import { Desk } from "./desk.ts";
import { Newsroom } from "./newsroom.ts";

export { expect } from "@playwright/test";

interface Fixtures {
  /** Environment of this story's server besides an admin's account; an empty string takes a variable away. */
  environment: Record<string, string>;
  /** A server of this story's own, on an empty data folder. */
  newsroom: Newsroom;
  desk: Desk;
}

export const test = base.extend<Fixtures>({
  environment: [{}, { option: true }],
  newsroom: async ({ environment }, provide, info) => {
    const newsroom = await Newsroom.open(environment);
    await provide(newsroom);
    if (info.status !== info.expectedStatus)
      await info.attach("server output", { body: newsroom.output, contentType: "text/plain" });
    await newsroom.close();
  },
  desk: async ({ newsroom, browser }, provide) => {
    const outside = await request.newContext({ baseURL: newsroom.url });
    const desk = new Desk(newsroom, browser, outside);
    await provide(desk);
    await desk.close();
    await outside.dispose();
  },
});
