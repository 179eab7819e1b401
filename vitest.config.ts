import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.{ts,tsx}",
      "server/**/*.test.ts",
      "scripts/**/*.test.ts",
      "simulation/*.test.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // As long as anything may take on a busy machine: what is waited for is to come, not to come quickly.
    expect: { poll: { timeout: 60_000 } },
    // Half of what most tests do is waiting for a disk, a socket or a process; vitest's own default is one less.
    maxWorkers: 2,
  },
});
