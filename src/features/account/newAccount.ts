import { isEmail, normalEmail } from "../../domain/accounts/email.ts";
import type { NewAccount } from "./accountApi.ts";

/** Unicode code units, as the server counts them. */
export const passwordLength = { min: 8, max: 128 } as const;
const nameMaxLength = 120;

export type NewAccountProblem =
  | "name-missing"
  | "name-too-long"
  | "email-invalid"
  | "password-short"
  | "password-long";
export type NewAccountProblems = Partial<Record<keyof NewAccount, NewAccountProblem>>;

/** What the server would refuse, said before it is asked. Empty when all is well. */
export function problemsOf(account: NewAccount): NewAccountProblems {
  const problems: NewAccountProblems = {};
  if (account.name.trim() === "") problems.name = "name-missing";
  else if (account.name.trim().length > nameMaxLength) problems.name = "name-too-long";
  if (!isEmail(normalEmail(account.email))) problems.email = "email-invalid";
  const password = passwordProblem(account.password);
  if (password) problems.password = password;
  return problems;
}

export function passwordProblem(password: string): "password-short" | "password-long" | null {
  if (password.length < passwordLength.min) return "password-short";
  return password.length > passwordLength.max ? "password-long" : null;
}
