const param = "return";

/** The sign-in page that leads back to where one wanted to go. */
export function signInPath({ pathname, search }: { pathname: string; search: string }): string {
  const wanted = pathname + search;
  return wanted === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ [param]: wanted })}`;
}

/** What goes along to the sign-in page, out of its address: whether it comes in mid-work, for a session that ended. */
export const signInState = (ended: boolean): unknown => ({ ended });
export const hasEnded = (state: unknown): boolean =>
  typeof state === "object" && state !== null && "ended" in state && state.ended === true;

/** Only a path of this site: a link from elsewhere must not send people away after they signed in. */
export function returnPath(search: string): string {
  const wanted = new URLSearchParams(search).get(param) ?? "/";
  const here = "https://foureyes.invalid";
  if (!wanted.startsWith("/") || !URL.canParse(wanted, here)) return "/";
  const url = new URL(wanted, here);
  // A path that begins with two slashes would be read as another host the next time.
  const isOurs = url.origin === here && !url.pathname.startsWith("//");
  return isOurs && url.pathname !== "/sign-in" ? url.pathname + url.search : "/";
}
