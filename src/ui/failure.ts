import { useTranslation } from "react-i18next";
import { ApiFailure, nextAnswer } from "./http.ts";
import { showToast } from "./toastQueue.ts";

const known = [
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
  "unknown-address",
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
    if (code === "too-many-requests" && failure instanceof ApiFailure && failure.retryAfterSeconds !== null)
      return t("tooManyTries", { count: Math.ceil(failure.retryAfterSeconds / 60) });
    return t(`failure-${known.find((each) => each === code) ?? "internal"}`, { address: location.origin });
  };
}

/** When words about a failure are over: a server that could not be reached is there again at its next answer. */
export const whenOver = (failure: unknown): AbortSignal | undefined =>
  failure instanceof ApiFailure && (failure.code === "unreachable" || failure.code === "unavailable")
    ? nextAnswer()
    : undefined;

/**
 * Says in a toast what went wrong. Not that one is signed out: the app then leads to the sign-in page, which says so,
 * and the toast would stay beyond it.
 */
export function useFailureToast(): (failure: unknown) => void {
  const words = useFailureWords();
  return (failure) => {
    if (failure instanceof ApiFailure && failure.code === "not-signed-in") return;
    showToast({ text: words(failure), tone: "bad", over: whenOver(failure) });
  };
}
