import { type RefObject, useRef } from "react";
import { pictureTypes } from "./transfer.ts";

interface Picker {
  input: RefObject<HTMLInputElement | null>;
  several: boolean;
  open: () => void;
  chosen: (files: File[]) => void;
}

/** Opens the system's file picker; needs its `FilePicker` on the page and a person's own press. */
export function useFilePicker(chosen: (files: File[]) => void, { several = false } = {}): Picker {
  const input = useRef<HTMLInputElement>(null);
  return { input, several, chosen, open: () => input.current?.click() };
}

export function FilePicker({ picker }: { picker: Picker }) {
  return (
    <input
      ref={picker.input}
      type="file"
      accept={pictureTypes}
      multiple={picker.several}
      hidden
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        // The same file may be chosen again, for instance after it was mended.
        event.currentTarget.value = "";
        if (files.length > 0) picker.chosen(files);
      }}
    />
  );
}
