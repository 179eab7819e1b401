import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "@playwright/test";
import { WebSocketServer } from "ws";
import { admin, Newsroom } from "../e2e/support/newsroom.ts";
import { chromiumFlags } from "../scripts/chromium.mjs";
import { percentile } from "./statistics.ts";

const warmUp = 30;
const keys = 300;
/** A fast typist's pace. */
const paceMs = 90;

/**
 * From the key in one person's browser to the letter in another person's, same machine, real product and
 * pages. The floor is the least any product of this kind needs in the same browsers in the same run: a bare
 * page that sends each key over a bare socket to a bare page.
 */
export default async function keystroke(): Promise<{
  title: string;
  rows: { name: string; value: number; unit: string; goal?: string }[];
}> {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: chromiumFlags });
  const newsroom = await Newsroom.open();
  try {
    const floor = await measureFloor(browser);
    const product = await measureProduct(browser, newsroom);
    return {
      title: `Keystroke to the other person's page (${keys} keys in the example article, one every ${paceMs} ms)`,
      rows: [
        { name: "in the page, median", value: percentile(product.inPageMs, 0.5), unit: "ms" },
        { name: "in the page, p95", value: percentile(product.inPageMs, 0.95), unit: "ms" },
        { name: "on the screen, median", value: percentile(product.onScreenMs, 0.5), unit: "ms" },
        { name: "on the screen, p95", value: percentile(product.onScreenMs, 0.95), unit: "ms", goal: "≤ 50" },
        {
          name: "floor: bare socket, on the screen, median",
          value: percentile(floor.onScreenMs, 0.5),
          unit: "ms",
        },
        {
          name: "floor: bare socket, on the screen, p95",
          value: percentile(floor.onScreenMs, 0.95),
          unit: "ms",
        },
      ],
    };
  } finally {
    await browser.close();
    await newsroom.close();
  }
}

interface Latencies {
  inPageMs: number[];
  onScreenMs: number[];
}

async function measureProduct(browser: Browser, newsroom: Newsroom): Promise<Latencies> {
  const writer = await browser.newContext({ baseURL: newsroom.url });
  const reader = await browser.newContext({ baseURL: newsroom.url });
  await post(writer, "/api/auth/sign-in/email", { email: admin.email, password: admin.password });
  const { url } = await post<{ url: string }>(writer, "/api/invitations", { role: "editor" });
  const account = { name: "Reader", email: "reader@example.org", password: "reads every letter" };
  await post(reader, new URL(url).pathname.replace("/invitation/", "/api/invitations/"), account);
  const { id } = await post<{ id: string }>(writer, "/api/articles", { example: true });

  const [from, to] = await Promise.all([writer.newPage(), reader.newPage()]);
  await Promise.all([from.goto(`/articles/${id}`), to.goto(`/articles/${id}`)]);
  const [fromBody, toBody] = [from, to].map((page) =>
    page.getByRole("textbox", { name: "Body", exact: true }),
  );
  if (!fromBody || !toBody) throw new Error("no pages");
  await toBody.waitFor();
  await fromBody.focus();
  await fromBody.press("ControlOrMeta+End");
  await fromBody.press("Enter");
  return typeAndWatch(from, toBody);
}

async function post<T>(context: BrowserContext, path: string, data: object): Promise<T> {
  const answer = await context.request.post(path, { data });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function measureFloor(browser: Browser): Promise<Latencies> {
  const relay = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  await once(relay, "listening");
  relay.on("connection", (socket) => {
    socket.on("message", (data) => {
      for (const other of relay.clients) if (other !== socket) other.send(data, { binary: false });
    });
  });
  const address = `ws://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  const [one, other] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [from, to] = await Promise.all([one.newPage(), other.newPage()]);
  for (const page of [from, to]) {
    await page.setContent('<div id="text" contenteditable="true"></div>');
    await page.evaluate(async (url) => {
      const socket = new WebSocket(url);
      const text = document.querySelector("#text") as HTMLElement;
      text.focus();
      addEventListener("keydown", (key) => socket.send(key.key));
      socket.addEventListener("message", ({ data }) => text.append(String(data)));
      await new Promise((resolve) => {
        socket.addEventListener("open", resolve);
      });
    }, address);
  }
  const latencies = await typeAndWatch(from, to.locator("#text"));
  await Promise.all([one.close(), other.close()]);
  relay.close();
  return latencies;
}

declare global {
  interface Window {
    keysAt: number[];
    seen: { letters: number; inPageAt: number; onScreenAt: number }[];
  }
}

/** Both pages stamp with the machine's clock: when each key went down, and when each letter count was reached. */
async function typeAndWatch(from: Page, to: Locator): Promise<Latencies> {
  await from.evaluate(() => {
    window.keysAt = [];
    const options = { capture: true };
    addEventListener("keydown", (key) => window.keysAt.push(performance.timeOrigin + key.timeStamp), options);
  });
  // No named functions in here: the transpiler would wrap them in a helper that the page does not have.
  await to.evaluate((text) => {
    const before = text.textContent.split("q").length;
    window.seen = [];
    new MutationObserver(() => {
      const inPageAt = performance.timeOrigin + performance.now();
      const entry = {
        letters: text.textContent.split("q").length - before,
        inPageAt,
        onScreenAt: Number.NaN,
      };
      window.seen.push(entry);
      requestAnimationFrame(() => {
        entry.onScreenAt = performance.timeOrigin + performance.now();
      });
    }).observe(text, { childList: true, characterData: true, subtree: true });
  });
  for (let i = 0; i < warmUp + keys; i++) {
    await from.keyboard.press("q");
    await from.waitForTimeout(paceMs);
  }
  const all = warmUp + keys;
  await to
    .page()
    .waitForFunction((n) => window.seen.some((entry) => entry.letters >= n && entry.onScreenAt > 0), all);
  const [pressed, seen] = await Promise.all([
    from.evaluate(() => window.keysAt),
    to.page().evaluate(() => window.seen),
  ]);
  const latencies: Latencies = { inPageMs: [], onScreenMs: [] };
  for (let i = warmUp; i < pressed.length; i++) {
    const at = pressed[i];
    const shown = seen.find((entry) => entry.letters > i);
    if (at === undefined || !shown) throw new Error(`key ${i} never arrived`);
    latencies.inPageMs.push(shown.inPageAt - at);
    latencies.onScreenMs.push(shown.onScreenAt - at);
  }
  return latencies;
}
