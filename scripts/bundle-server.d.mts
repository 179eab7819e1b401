export function bundleServer(options: {
  root: string;
  programs: readonly string[];
  outDir: string;
}): Promise<void>;
