import { useEffect } from "react";

/** What the tab and the printed page's edge call this page, for as long as the component shows. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} – Foureyes`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
