import sharp from "sharp";
import * as Y from "yjs";
import type { Role } from "../../../../src/domain/permissions/roles.ts";
import type { Person } from "../../../../src/domain/protocol/api.ts";
import { admin, type Client, type TestServer } from "../../../testing/testServer.ts";

/** What a route is called with, so that it does something for whoever may call it. */
export interface Call {
  /** The plain address, with parameters filled in. */
  path: string;
  query?: string;
  type?: string;
  body?: string | Buffer;
  /** What somebody who may call it gets. */
  status: number;
}

export type Visiting = Role | "anonymous" | "deactivated";
export const visitors: readonly Visiting[] = ["anonymous", "deactivated", "guest", "editor", "admin"];

export interface Newsroom {
  cookies: Record<Visiting, string>;
  /** By method and pattern. */
  calls: Readonly<Record<string, Call>>;
}

const json = (path: string, body: unknown, status = 200): Call => ({
  path,
  type: "application/json",
  body: JSON.stringify(body),
  status,
});

/** A newsroom with somebody of each role, articles, a picture and open invitations; and a call for each route. */
export async function openNewsroom(server: TestServer): Promise<Newsroom> {
  const chief = await server.admin();
  const [guest, editor, gone, victim] = [
    await server.invited("guest", "Gast"),
    await server.invited("editor", "Edith"),
    await server.invited("admin", "Gone"),
    await server.invited("editor", "Victor"),
  ];
  await chief.call("PATCH", `/api/people/${gone.person.id}`, { active: false });
  const [article, bin] = [(await chief.newArticle()).id, (await chief.newArticle()).id];
  const picture = await addPicture(chief, article);
  const deleted = (await chief.newArticle()).id;
  await chief.call("PATCH", `/api/articles/${deleted}`, { trashed: true });
  const invitations = [await invite(chief), await invite(chief)];
  const listed = await chief.call<{ invitations: { id: string; note: string }[] }>("GET", "/api/invitations");
  const withdrawn = listed.body.invitations.find(({ note }) => note === invitations[1]?.note);
  const forgetful = await server.invited("editor", "Frida");
  const link = await chief.call<{ url: string }>("POST", `/api/people/${forgetful.person.id}/password-reset`);
  const reset = link.body.url.split("/").at(-1);
  const own = await victim.call<{ sessions: { id: string }[] }>("GET", "/api/sessions");
  const [{ id: othersSession } = { id: "" }] = own.body.sessions;
  const words = new Y.Doc();
  words.getText("body").insert(0, "words that only writers may add");
  const form = await pictureForm("another");
  const newcomer = { name: "New", email: "new@example.org", password: "a newcomer comes along" };

  return {
    cookies: {
      anonymous: "",
      deactivated: cookieOf(gone),
      guest: cookieOf(guest),
      editor: cookieOf(editor),
      admin: cookieOf(chief),
    },
    calls: {
      "GET /api/openapi.json": { path: "/api/openapi.json", status: 200 },
      "GET /healthz": { path: "/healthz", status: 200 },
      "GET /readyz": { path: "/readyz", status: 200 },
      "GET /metrics": { path: "/metrics", status: 200 },
      "GET /api/session": { path: "/api/session", status: 200 },
      "POST /api/auth/sign-in/email": json("/api/auth/sign-in/email", admin),
      "POST /api/auth/sign-up/email": json("/api/auth/sign-up/email", newcomer, 403),
      "POST /api/auth/sign-out": { path: "/api/auth/sign-out", status: 200 },
      "POST /api/auth/change-password": json(
        "/api/auth/change-password",
        { currentPassword: "not the current one", newPassword: "another one, much longer" },
        403,
      ),
      "POST /api/auth/update-user": json("/api/auth/update-user", { name: "Renamed" }),
      "GET /api/sessions": { path: "/api/sessions", status: 200 },
      // Somebody else's, which nobody may end: it is unknown to them.
      "DELETE /api/sessions/:id": { path: `/api/sessions/${othersSession}`, status: 404 },
      "POST /api/sessions/end-others": { path: "/api/sessions/end-others", status: 200 },
      "POST /api/invitations": json("/api/invitations", { role: "admin" }, 201),
      "GET /api/invitations": { path: "/api/invitations", status: 200 },
      "DELETE /api/invitations/:id": { path: `/api/invitations/${withdrawn?.id}`, status: 204 },
      "GET /api/invitations/:token": { path: `/api/invitations/${invitations[0]?.token}`, status: 200 },
      "POST /api/people/:id/password-reset": {
        path: `/api/people/${victim.person.id}/password-reset`,
        status: 201,
      },
      "GET /api/password-resets/:token": { path: `/api/password-resets/${reset}`, status: 200 },
      "POST /api/password-resets/:token": json(`/api/password-resets/${reset}`, {
        password: "a password set by a link",
      }),
      "POST /api/invitations/:token": json(`/api/invitations/${invitations[0]?.token}`, newcomer),
      "GET /api/people": { path: "/api/people", status: 200 },
      "PATCH /api/people/:id": json(`/api/people/${victim.person.id}`, { active: false }),
      "GET /api/articles": { path: "/api/articles", query: "?limit=5", status: 200 },
      "POST /api/articles": json("/api/articles", {}, 201),
      "GET /api/articles/:id": { path: `/api/articles/${article}`, status: 200 },
      "PATCH /api/articles/:id": json(`/api/articles/${bin}`, { trashed: true }),
      "DELETE /api/articles/:id": { path: `/api/articles/${deleted}`, status: 204 },
      "GET /api/trash": { path: "/api/trash", status: 200 },
      "DELETE /api/trash": { path: "/api/trash", query: "?until=2026-01-01T00:00:00Z", status: 200 },
      "GET /api/desk/events": { path: "/api/desk/events", status: 200 },
      "POST /api/articles/:id/updates": {
        path: `/api/articles/${article}/updates`,
        type: "application/octet-stream",
        body: Buffer.from(Y.encodeStateAsUpdate(words)),
        status: 200,
      },
      "POST /api/articles/:id/assets": { path: `/api/articles/${article}/assets`, ...form, status: 201 },
      "GET /api/assets/:id/:variant": { path: `/api/assets/${picture}/small`, status: 200 },
      "GET /api/articles/:id/export": {
        path: `/api/articles/${article}/export`,
        query: "?format=html",
        status: 200,
      },
    },
  };
}

const cookieOf = ({ cookie }: Client): string => cookie ?? "";

let notes = 0;
async function invite(chief: Client): Promise<{ token: string; note: string }> {
  const note = `link ${notes++}`;
  const { body } = await chief.call<{ url: string }>("POST", "/api/invitations", { role: "guest", note });
  return { token: body.url.split("/").at(-1) ?? "", note };
}

async function addPicture(chief: Client, articleId: string): Promise<string> {
  const { type, body } = await pictureForm("first");
  const response = await fetch(`${chief.url}/api/articles/${articleId}/assets`, {
    method: "POST",
    headers: { cookie: cookieOf(chief), "content-type": type },
    body: new Uint8Array(body),
  });
  return ((await response.json()) as Person).id;
}

/** Different pictures for different seeds, so that each is a new one. */
async function pictureForm(seed: string): Promise<{ type: string; body: Buffer }> {
  const [r, g, b] = Buffer.from(seed.padEnd(3, "."));
  const picture = await sharp({
    create: { width: 8, height: 8, channels: 3, background: { r: r ?? 0, g: g ?? 0, b: b ?? 0 } },
  })
    .png()
    .toBuffer();
  const boundary = "a-boundary-of-parts";
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), picture, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
