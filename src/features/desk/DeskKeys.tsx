import { useCallback, useState } from "react";
import { isPageKey, later, usePageKey } from "../../ui/index.ts";

const DeskKeySheet = later(() => import("./DeskKeySheet.tsx").then((all) => all.DeskKeySheet), {
  when: "asked",
});

/** The keys of the desk, which «?» lists: also when it is pressed before the list's code is here. */
export function DeskKeys(desk: { trash: boolean; mayTrash: boolean }) {
  const [open, setOpen] = useState(false);
  usePageKey(
    asksForKeys,
    useCallback(() => {
      DeskKeySheet.prepare();
      setOpen(true);
    }, []),
  );
  return <DeskKeySheet open={open} onOpenChange={setOpen} {...desk} />;
}

const asksForKeys = (pressed: KeyboardEvent): boolean => isPageKey(pressed, "?");
