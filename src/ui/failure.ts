import { useTranslation } from "react-i18next";
import { ApiFailure } from "./http.ts";

const known = [
  "bad-request",
  "not-signed-in",
  "forbidden",
  "not-found",
  "conflict",
  "too-large",
  "not-a-picture",
  "picture-type",
  "too-many-pixels",
  "too-many-requests",
  "sign-up-closed",
  "invitation-used",
  "storage-full",
  "unavailable",
  "damaged",
  "unreachable",
  "internal",
] as const;

/** What went wrong and what to do, in the page's language. A feature asks first for what only it can explain. */
export function useFailureWords(): (failure: unknown) => string {
  const { t } = useTranslation();
  return (failure) => {
    const code = failure instanceof ApiFailure ? failure.code : "internal";
    return t(`failure-${known.find((each) => each === code) ?? "internal"}`);
  };
}
