/** Scores of 0 to 100, and the milliseconds that weigh most in them. */
export interface Audit {
  /** Where the audit ended up: somebody without a session is led to the sign-in page. */
  page: string;
  performance: number;
  accessibility: number;
  firstPaintMs: number;
  largestPaintMs: number;
  /** Titles of the accessibility checks that failed. */
  failed: string[];
}

/** One run of Lighthouse as it comes: a phone on a slow line, simulated, with a cold cache and the profile's cookies. */
export function audit(url: string, port: number): Promise<Audit>;
