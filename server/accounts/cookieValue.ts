/**
 * The value of the first cookie of that name in a `Cookie` header, as it was sent; null for none. `name` holds letters,
 * dots, dashes and underscores. The header is walked once and nothing is made of its other cookies, of which it may hold
 * thousands.
 */
export function cookieValue(header: string | undefined, name: string): string | null {
  const found = new RegExp(`(?:^|;)\\s*${name.replaceAll(".", "\\.")}\\s*=([^;]*)`).exec(header ?? "");
  return found?.[1]?.trim() ?? null;
}
