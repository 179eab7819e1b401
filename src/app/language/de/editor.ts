import type en from "../en/editor.ts";

export default {} satisfies Record<keyof typeof en, string>;
