import { useLayoutEffect } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";

/** Place in the browser's history → how far its page was scrolled, in CSS pixels. */
const scrolled = new Map<string, number>();

/** Back leads to where one was on a page, a link to its beginning. An address corrected in place moves nothing. */
export function useScrollMemory(): void {
  const { key } = useLocation();
  const navigation = useNavigationType();
  useLayoutEffect(() => {
    history.scrollRestoration = "manual";
    return () => {
      history.scrollRestoration = "auto";
    };
  }, []);
  useLayoutEffect(() => {
    if (navigation !== NavigationType.Replace)
      scrollTo(0, navigation === NavigationType.Pop ? (scrolled.get(key) ?? 0) : 0);
    const note = (): void => void scrolled.set(key, scrollY);
    note();
    addEventListener("scroll", note, { passive: true });
    return () => removeEventListener("scroll", note);
  }, [key, navigation]);
}
