import { isPasswordProblem, type PasswordProblem } from "../../domain/accounts/passwordRules.ts";
import { ApiFailure } from "../../ui/index.ts";

/** What the server has against a new password; null when it was something else that failed, or nothing. */
export const refusedPassword = (failure: unknown): PasswordProblem | null =>
  failure instanceof ApiFailure && isPasswordProblem(failure.code) ? failure.code : null;
