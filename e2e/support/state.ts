import type { Page } from "@playwright/test";
import type { Stage } from "./stage.ts";

/** Something that a page can look like, and how a person gets there. Its name is a file's, its words a reader's. */
export interface State {
  name: string;
  words: string;
  /** The page, once it looks so. */
  reach: (stage: Stage) => Promise<Page>;
}

/** States that one newsroom can show one after the other. */
export interface Scene {
  name: string;
  /** Of the newsroom's server. */
  environment?: Record<string, string>;
  states: State[];
}
