import { useCallback, useState } from "react";

/** What a dialog is about stays while it closes; `count` tells its openings apart, each of which begins fresh. */
export function useOpening<About>() {
  const [opening, setOpening] = useState<{ about: About | null; count: number }>({ about: null, count: 0 });
  const [open, setOpen] = useState(false);
  const begin = useCallback((about: About) => {
    setOpening(({ count }) => ({ about, count: count + 1 }));
    setOpen(true);
  }, []);
  return { ...opening, open, setOpen, begin };
}
