/** What pages use around the editors, which come without it. */
export { ShortcutSheet, useSheetKey } from "./ShortcutSheet.tsx";
export { Toolbar } from "./toolbar/Toolbar.tsx";
export { chooseTypography, typographyChoice } from "./typography.ts";
