export function bundleServer(options: { root: string; program: string; outDir: string }): Promise<void>;
