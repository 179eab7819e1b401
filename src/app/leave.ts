import { leaveWithoutAsking } from "../session/signOut.ts";

/** Loads the sign-in page anew: a fresh page forgets all that the last person saw, and the old one shows nothing. */
export function goToSignIn(): void {
  leaveWithoutAsking();
  document.body.style.display = "none";
  location.replace("/sign-in");
}
