import { isEmail, normalEmail } from "../../domain/accounts/email.ts";
import { type PasswordProblem, passwordProblem } from "../../domain/accounts/passwordRules.ts";
import { cleanLine, nameMaxLength } from "../../domain/accounts/visibleText.ts";
import type { NewAccount } from "./accountApi.ts";

export type NewAccountProblem = "name-missing" | "name-too-long" | "email-invalid" | PasswordProblem;
export type NewAccountProblems = Partial<Record<keyof NewAccount, NewAccountProblem>>;

/** What the server would refuse, said before it is asked; it alone knows common passwords. Empty when all is well. */
export function problemsOf(account: NewAccount): NewAccountProblems {
  const problems: NewAccountProblems = {};
  const name = cleanLine(account.name);
  if (name === "") problems.name = "name-missing";
  else if (name.length > nameMaxLength) problems.name = "name-too-long";
  if (!isEmail(normalEmail(account.email))) problems.email = "email-invalid";
  const password = passwordProblem(account.password, account);
  if (password) problems.password = password;
  return problems;
}
