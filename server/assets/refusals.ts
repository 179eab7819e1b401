import type { ErrorCode } from "../../src/domain/protocol/api.ts";

/** Why a picture was not taken; the message says what to do. */
export interface PictureRefusal {
  code: Extract<
    ErrorCode,
    "not-a-picture" | "picture-type" | "too-large" | "too-many-pixels" | "unavailable"
  >;
  message: string;
}

export const refusals = {
  empty: { code: "not-a-picture", message: "This file is empty. Choose a picture." },
  damaged: {
    code: "not-a-picture",
    message:
      "This picture is damaged or incomplete. Open it in an image program, save it again and add that.",
  },
  tooLarge: {
    code: "too-large",
    message: "A picture may have 30 MB at most. Save it smaller and try again.",
  },
  tooManyPixels: {
    code: "too-many-pixels",
    message: "A picture may have 100 megapixels at most. Scale it down and try again.",
  },
  busy: {
    code: "unavailable",
    message: "The server is busy with other pictures. Try again in a moment.",
  },
} as const satisfies Record<string, PictureRefusal>;
