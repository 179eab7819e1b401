/** Where each colleague's tab has its caret: the name of the text by Yjs client id. */
export type Places = ReadonlyMap<number, string>;
