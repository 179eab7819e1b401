import type en from "../en/export.ts";

export default {} satisfies Record<keyof typeof en, string>;
