import { normalEmail } from "../../domain/accounts/email.ts";
import type {
  Invitation,
  OwnSession,
  OwnSessions,
  PasswordReset,
  Person,
  Session,
} from "../../domain/protocol/api.ts";
import { sessionPath } from "../../session/signOut.ts";
import { request } from "../../ui/index.ts";

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

/** A sign-out that the server has not heard of comes first. */
export async function readSession(signal?: AbortSignal): Promise<Session> {
  return request(await sessionPath(signOut), { signal });
}

export const signIn = (email: string, password: string): Promise<unknown> =>
  request("/api/auth/sign-in/email", { method: "POST", body: { email: normalEmail(email), password } });

export const signUp = (account: NewAccount): Promise<unknown> =>
  request("/api/auth/sign-up/email", { method: "POST", body: account });

export const signOut = (): Promise<unknown> => request("/api/auth/sign-out", { method: "POST", body: {} });

/** Ends the person's other sessions too. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  request("/api/auth/change-password", {
    method: "POST",
    body: { currentPassword, newPassword },
  });

export const readSessions = async (signal?: AbortSignal): Promise<OwnSession[]> =>
  (await request<OwnSessions>("/api/sessions", { signal })).sessions;

export const endSession = (id: string): Promise<unknown> =>
  request(`/api/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });

export const endOtherSessions = (): Promise<unknown> =>
  request("/api/sessions/end-others", { method: "POST", body: {} });

export const changeName = (name: Person["name"]): Promise<unknown> =>
  request("/api/auth/update-user", { method: "POST", body: { name } });

const resetPath = (token: string): string => `/api/password-resets/${encodeURIComponent(token)}`;

export const readPasswordReset = (token: string, signal?: AbortSignal): Promise<PasswordReset> =>
  request(resetPath(token), { signal });

export const setPassword = (token: string, password: string): Promise<unknown> =>
  request(resetPath(token), { method: "POST", body: { password } });

const invitationPath = (token: string): string => `/api/invitations/${encodeURIComponent(token)}`;

export const readInvitation = (token: string, signal?: AbortSignal): Promise<Invitation> =>
  request(invitationPath(token), { signal });

export const acceptInvitation = (token: string, account: NewAccount): Promise<unknown> =>
  request(invitationPath(token), { method: "POST", body: account });
