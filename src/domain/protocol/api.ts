import Type, { type Static } from "typebox";
import { nameMaxLength } from "../accounts/visibleText.ts";

/**
 * The shapes that HTTP routes under `/api` take and give. The server validates and documents with them
 * (`/api/openapi.json`), the page takes its types from them. Instants are ISO 8601 in UTC, sizes bytes.
 */

/** What changes something that exists names nothing else: a slip must not pass as done. */
const exact = { additionalProperties: false } as const;

export const RoleSchema = Type.Union([Type.Literal("admin"), Type.Literal("editor"), Type.Literal("guest")]);

export const PersonSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: RoleSchema,
  active: Type.Boolean(),
});
export type Person = Static<typeof PersonSchema>;

/** `GET /api/session`: who is signed in, and whether somebody may sign up without an invitation. */
export const SessionSchema = Type.Object({
  person: Type.Union([PersonSchema, Type.Null()]),
  /** True while there is no account yet, or with OPEN_SIGNUP=1. */
  signUpOpen: Type.Boolean(),
  /** True while there is no account at all: the next one becomes the admin. */
  firstAccount: Type.Optional(Type.Boolean()),
  /** Why this browser's session is over, and whose it was: their copies in this browser are to be deleted. */
  ended: Type.Optional(Type.Object({ reason: Type.Literal("deactivated"), personId: Type.String() })),
});
export type Session = Static<typeof SessionSchema>;

/** Brought into its normal form (domain/accounts/email.ts) before it is checked. */
const EmailSchema = Type.String({ maxLength: 254 });
/** 12 to 128 characters; what else is refused, with a code of its own: domain/accounts/passwordRules.ts. */
const NewPasswordSchema = Type.String({ maxLength: 1024 });
const NameSchema = Type.String({ minLength: 1, maxLength: nameMaxLength });

/** `POST /api/auth/sign-in/email`: sets the session cookie. */
export const SignInSchema = Type.Object({
  email: Type.String({ maxLength: 254 }),
  password: Type.String({ maxLength: 1024 }),
  /** False: the cookie ends with the browser. */
  rememberMe: Type.Optional(Type.Boolean()),
});
/** `POST /api/auth/sign-up/email`: only while `signUpOpen`. Signs in, as does an accepted invitation. */
export const SignUpSchema = Type.Object({
  name: NameSchema,
  email: EmailSchema,
  password: NewPasswordSchema,
});
/** What signing in, signing up and accepting an invitation answer with. */
export const SignedInSchema = Type.Object({ user: PersonSchema });
/** `POST /api/auth/change-password`: ends the person's other sessions. */
export const ChangePasswordSchema = Type.Object(
  { currentPassword: Type.String({ maxLength: 1024 }), newPassword: NewPasswordSchema },
  exact,
);
/** `POST /api/auth/update-user`. */
export const ChangeOwnNameSchema = Type.Object({ name: NameSchema }, exact);

/** `GET /api/sessions`: where the person who asks is signed in: this session first, then the one used last. */
export const OwnSessionSchema = Type.Object({
  /** Opens nothing. `DELETE /api/sessions/:id` ends the session. */
  id: Type.String(),
  /** The session of this request. */
  current: Type.Boolean(),
  /** Such as «Firefox on Windows»; `browser` and `system` are its parts, null where nobody can tell. */
  device: Type.String(),
  browser: Type.Union([Type.String(), Type.Null()]),
  system: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
  /** Exact to some minutes. */
  lastUsedAt: Type.String(),
});
export type OwnSession = Static<typeof OwnSessionSchema>;
export const OwnSessionsSchema = Type.Object({ sessions: Type.Array(OwnSessionSchema) });
export type OwnSessions = Static<typeof OwnSessionsSchema>;
/** `POST /api/sessions/end-others` tells how many ended. */
export const EndedSessionsSchema = Type.Object({ ended: Type.Integer() });

/** `GET /api/people` (admin), by name, the deactivated too. */
export const PeopleSchema = Type.Object({ people: Type.Array(PersonSchema) });
export type People = Static<typeof PeopleSchema>;

/** `POST /api/invitations` (admin). The link is shown once. */
export const NewInvitationSchema = Type.Object(
  {
    role: RoleSchema,
    /** For whom: shown to admins beside the open invitation, to nobody else. */
    note: Type.Optional(Type.String({ maxLength: 120 })),
  },
  exact,
);
export const InvitationLinkSchema = Type.Object({
  /** `/invitation/<token>` on this server, absolute. */
  url: Type.String(),
  role: RoleSchema,
  expiresAt: Type.String(),
});
export type InvitationLink = Static<typeof InvitationLinkSchema>;
/** `POST /api/people/:id/password-reset` (admin). The link is shown once; it takes the place of the one before. */
export const PasswordResetLinkSchema = Type.Object({
  /** `/new-password/<token>` on this server, absolute. */
  url: Type.String(),
  expiresAt: Type.String(),
});
export type PasswordResetLink = Static<typeof PasswordResetLinkSchema>;
/** `GET /api/password-resets/:token`: whose link it is. */
export const PasswordResetSchema = Type.Object({
  name: Type.String(),
  email: Type.String(),
  expiresAt: Type.String(),
});
export type PasswordReset = Static<typeof PasswordResetSchema>;
/** `POST /api/password-resets/:token`: sets the password, ends the person's sessions, signs in. */
export const SetPasswordSchema = Type.Object({ password: NewPasswordSchema }, exact);

/** `GET /api/invitations` (admin): those that can still be used, the latest first. */
export const OpenInvitationSchema = Type.Object({
  /** Not the token: nobody can enter with it. `DELETE /api/invitations/:id` withdraws the link. */
  id: Type.String(),
  role: RoleSchema,
  note: Type.String(),
  invitedBy: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.String(),
});
export type OpenInvitation = Static<typeof OpenInvitationSchema>;
export const OpenInvitationsSchema = Type.Object({ invitations: Type.Array(OpenInvitationSchema) });
export type OpenInvitations = Static<typeof OpenInvitationsSchema>;
/** `GET /api/invitations/:token` (anonymous): what the link is for. */
export const InvitationSchema = Type.Object({
  role: RoleSchema,
  invitedBy: Type.String(),
  expiresAt: Type.String(),
});
export type Invitation = Static<typeof InvitationSchema>;
/** `POST /api/invitations/:token` (anonymous): creates the account and signs in. */
export const AcceptInvitationSchema = SignUpSchema;

/** `PATCH /api/people/:id` (admin). */
export const ChangePersonSchema = Type.Object(
  { role: Type.Optional(RoleSchema), active: Type.Optional(Type.Boolean()) },
  exact,
);

/** Who has an article open now, each once, in the order in which they came: 12 by name at most, and how many in all. */
export interface PresentPeople {
  present: { id: string; name: string }[];
  presentCount: number;
}

export const ArticleSummarySchema = Type.Object({
  id: Type.String(),
  /** Empty while nobody wrote one: shown as «Untitled». */
  headline: Type.String(),
  kicker: Type.String(),
  section: Type.String(),
  /** Of what people write in it, as a BCP 47 tag. */
  language: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.String(),
  /** When the last change of the content was committed, and by whom (display name). */
  updatedAt: Type.String(),
  updatedBy: Type.String(),
  trashedAt: Type.Union([Type.String(), Type.Null()]),
  /** When it is deleted for good; null outside the trash. */
  deleteAt: Type.Union([Type.String(), Type.Null()]),
  /** See `PresentPeople`. */
  present: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  presentCount: Type.Integer(),
});
export type ArticleSummary = Static<typeof ArticleSummarySchema>;

/** `GET /api/articles?search=&trash=1&limit=&after=`: latest change first. */
export const ArticleListSchema = Type.Object({
  articles: Type.Array(ArticleSummarySchema),
  /** Pass as `after` for the next page; null at the end. */
  next: Type.Union([Type.String(), Type.Null()]),
  /** Searched words that no article holds, as typed in lower case: articles with similar words are listed instead. */
  similar: Type.Optional(Type.Array(Type.String())),
});
export type ArticleList = Static<typeof ArticleListSchema>;

/** `POST /api/articles`: `example` fills it with the article that the product ships. */
export const NewArticleSchema = Type.Object({ example: Type.Optional(Type.Boolean()) });
/** `PATCH /api/articles/:id`. */
export const ChangeArticleSchema = Type.Object({ trashed: Type.Boolean() }, exact);

/** `GET /api/trash` (admin): how many articles are in the trash now, and what now is. */
export const TrashSchema = Type.Object({ count: Type.Integer(), until: Type.String() });
export type Trash = Static<typeof TrashSchema>;
/** `DELETE /api/trash?until=` (admin): deletes for good what was moved there until then. */
export const EmptiedTrashSchema = Type.Object({ deleted: Type.Integer() });
export type EmptiedTrash = Static<typeof EmptiedTrashSchema>;

/** `POST /api/articles/:id/assets` (multipart, one file in the part `file`) answers with this. */
export const AssetSchema = Type.Object({
  /** SHA-256 of the file as uploaded, hexadecimal. */
  id: Type.String(),
  /** Pixels, upright (EXIF orientation applied). */
  width: Type.Integer(),
  height: Type.Integer(),
  type: Type.String(),
  bytes: Type.Integer(),
  /** The file moves; every size shows its first picture and stands still. */
  animated: Type.Boolean(),
});
export type Asset = Static<typeof AssetSchema>;

/** Variants under `/api/assets/<id>/<variant>`: widths in pixels at most, never enlarged, metadata removed. */
export const assetVariants = { small: 480, medium: 960, large: 1920 } as const;
export type AssetVariant = keyof typeof assetVariants;
export const assetPath = (id: string, variant: AssetVariant): string => `/api/assets/${id}/${variant}`;
export const maxPictureBytes = 30 * 1024 * 1024;

/** Every refusal over HTTP. `code` is closed; `message` is English and says what to do. */
export const errorCodes = [
  "bad-request",
  "not-signed-in",
  "forbidden",
  "not-found",
  "conflict",
  "name-taken",
  "too-large",
  "not-a-picture",
  "empty-file",
  "damaged-picture",
  "picture-type",
  "too-many-pixels",
  "too-many-requests",
  "password-short",
  "password-long",
  "password-personal",
  "password-common",
  "picture-quota",
  "too-slow",
  "search-too-broad",
  /** The page's address is none of the server's: whoever runs it sets `PUBLIC_URL`. */
  "unknown-address",
  "sign-up-closed",
  "invitation-used",
  "storage-full",
  "unavailable",
  "damaged",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];
export const ErrorSchema = Type.Object({
  code: Type.String(),
  message: Type.String(),
});
export type ApiError = { code: ErrorCode; message: string };

/**
 * One line of the desk's news (`GET /api/desk/events`, server-sent events, event name `article`). An event `role` tells
 * the listener's own role, first and whenever it changes; `ended` comes last when they may no longer hear the news.
 */
export type DeskEvent =
  | { kind: "changed"; article: ArticleSummary }
  | ({ kind: "present"; id: string } & PresentPeople)
  | { kind: "removed"; id: string };
