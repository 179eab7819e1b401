export function splitPrint(css: string): { screen: string; print: string };
