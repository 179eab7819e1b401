import type { ErrorCode } from "../../src/domain/protocol/api.ts";

/** Why a picture was not taken; the message says what to do. */
export interface PictureRefusal {
  code: Extract<
    ErrorCode,
    | "not-a-picture"
    | "empty-file"
    | "damaged-picture"
    | "picture-type"
    | "too-large"
    | "too-many-pixels"
    | "too-many-requests"
    | "picture-quota"
    | "storage-full"
    | "unavailable"
  >;
  message: string;
  /** When the same may be taken. */
  retryAfterSeconds?: number;
}

export const refusals = {
  empty: { code: "empty-file", message: "This file is empty. Choose another one." },
  damaged: {
    code: "damaged-picture",
    message:
      "This picture cannot be read: the file is incomplete or damaged. Get it again from where it came from, or save it again in an image program.",
  },
  tooLarge: {
    code: "too-large",
    message: "A picture may have 30 MB at most. Save it smaller and try again.",
  },
  tooManyPixels: {
    code: "too-many-pixels",
    message: "A picture may have 100 megapixels at most. Scale it down and try again.",
  },
  tooCostly: {
    code: "too-many-pixels",
    message:
      "Opening this picture takes more memory or time than the server has for one. Save it with fewer pixels, or as an ordinary JPEG, and add that.",
  },
  busy: {
    code: "unavailable",
    message: "The server is busy with other pictures. Try again in a moment.",
    retryAfterSeconds: 5,
  },
  ownUploads: {
    code: "too-many-requests",
    message: "Several of your pictures are on their way already. Try again when one has arrived.",
    retryAfterSeconds: 5,
  },
  storageFull: {
    code: "storage-full",
    message:
      "The server's disk is almost full, so it takes no pictures. Whoever runs it has to free space first.",
  },
} as const satisfies Record<string, PictureRefusal>;
