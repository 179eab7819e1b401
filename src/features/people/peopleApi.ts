import type { Role } from "../../domain/permissions/roles.ts";
import type {
  InvitationLink,
  OpenInvitation,
  OpenInvitations,
  PasswordResetLink,
  People,
  Person,
} from "../../domain/protocol/api.ts";
import { request } from "../../ui/index.ts";

export const readPeople = async (signal?: AbortSignal): Promise<Person[]> =>
  (await request<People>("/api/people", { signal })).people;

export const changePerson = (id: string, change: { role?: Role; active?: boolean }): Promise<Person> =>
  request(`/api/people/${encodeURIComponent(id)}`, { method: "PATCH", body: change });

export const makeResetLink = (id: string): Promise<PasswordResetLink> =>
  request(`/api/people/${encodeURIComponent(id)}/password-reset`, { method: "POST", body: {} });

export const invite = (invitation: { role: Role; note: string }): Promise<InvitationLink> =>
  request("/api/invitations", { method: "POST", body: invitation });

export const readInvitations = async (signal?: AbortSignal): Promise<OpenInvitation[]> =>
  (await request<OpenInvitations>("/api/invitations", { signal })).invitations;

export const withdrawInvitation = (id: string): Promise<unknown> =>
  request(`/api/invitations/${encodeURIComponent(id)}`, { method: "DELETE" });
