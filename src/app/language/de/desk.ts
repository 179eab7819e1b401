import type en from "../en/desk.ts";

export default {} satisfies Record<keyof typeof en, string>;
