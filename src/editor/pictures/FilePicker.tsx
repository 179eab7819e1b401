import type { RefObject } from "react";
import { pictureTypes } from "./transfer.ts";

interface Props {
  /** Call `click()` on it in a person's own press. */
  input: RefObject<HTMLInputElement | null>;
  several?: boolean;
  onFiles: (files: File[]) => void;
}

/** The system's file picker; nothing of it shows on the page. */
export function FilePicker({ input, several = false, onFiles }: Props) {
  return (
    <input
      ref={input}
      type="file"
      accept={pictureTypes}
      multiple={several}
      hidden
      onChange={(change) => {
        const files = Array.from(change.currentTarget.files ?? []);
        // The same file may be chosen again, for instance after it was mended.
        change.currentTarget.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}
