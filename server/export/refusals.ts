import type { ErrorCode } from "../../src/domain/protocol/api.ts";

/** Why there is no file; the message says what to do. */
export interface ExportRefusal {
  code: Extract<
    ErrorCode,
    "not-found" | "too-large" | "too-many-requests" | "storage-full" | "unavailable" | "damaged"
  >;
  message: string;
  /** When the same may work. */
  retryAfterSeconds?: number;
}

export const refusals = {
  notFound: { code: "not-found", message: "There is no such article." },
  tooManyPictures: {
    code: "too-large",
    message: "The pictures are too many for one file. Take the export as a zip.",
  },
  tooManyFigures: {
    code: "too-large",
    message: "The article shows too many pictures for an export. Take some out, or split the article.",
  },
  tooLarge: {
    code: "too-large",
    message: "The export would have more than 1 GB. Take some pictures out, or split the article.",
  },
  tooLargeToPrint: {
    code: "too-large",
    message: "The article shows long texts or addresses so often that no file can hold it.",
  },
  unreadable: {
    code: "damaged",
    message: "Reading this article takes too long. Take back what was written into it last.",
  },
  ownExports: {
    code: "too-many-requests",
    message: "Several of your exports are under way already. Try again when one is done.",
    retryAfterSeconds: 5,
  },
  busy: {
    code: "unavailable",
    message: "The server is busy with other exports. Try again in a moment.",
    retryAfterSeconds: 10,
  },
  storageFull: {
    code: "storage-full",
    message:
      "The server's disk is almost full, so it makes no large exports. Whoever runs it has to free space first.",
  },
} as const satisfies Record<string, ExportRefusal>;

/** Ends the making of an export from within. */
export class ExportRefused extends Error {
  readonly refusal: ExportRefusal;
  constructor(refusal: ExportRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}
