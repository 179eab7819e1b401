/** One thing in a data folder that is not as it was written. */
export interface Finding {
  /** What is concerned, such as `article k3…` or `picture 9f…`. */
  subject: string;
  problem: string;
  /** What the person who runs the server can do. */
  advice: string;
}

/** What a check of a data folder counted and found. */
export interface VerifyReport {
  articles: number;
  /** Rows and snapshots of the article log. */
  stored: number;
  /** Files below `assets`. */
  files: number;
  findings: Finding[];
}

/** Tells how far a long check has come. */
export type Progress = (line: string) => void;
