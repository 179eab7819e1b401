import type en from "../en/account.ts";

export default {} satisfies Record<keyof typeof en, string>;
