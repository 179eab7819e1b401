import { defineConfig } from "vitest/config";

/** Tests of real processes and full sockets: a busy machine can hold those up for longer than anything allows. */
const ofProcesses = [
  "server/*.test.ts",
  "server/operations/*.test.ts",
  "simulation/kills.test.ts",
  // The server's decoders, and a server that hangs.
  "server/assets/**/*.test.ts",
  "server/http/{assets,brokenUploads,export,exportCrowding}.test.ts",
  "server/articles/costlyReading.test.ts",
  // How much of what nobody reads the system keeps for a connection is the system's choice.
  "server/http/connections/*.test.ts",
  "server/rooms/slowReaders.test.ts",
  // Hundreds of requests at once, against a thread that hashes.
  "server/accounts/passwords/{flood,guessing}.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // As long as anything may take on a busy machine: what is waited for is to come, not to come quickly.
    expect: { poll: { timeout: 60_000 } },
    // Half of what most tests do is waiting for a disk, a socket or a process; vitest's own default is one less.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: [
            "src/**/*.test.{ts,tsx}",
            "server/**/*.test.ts",
            "scripts/**/*.test.ts",
            "simulation/*.test.ts",
          ],
          exclude: ["**/node_modules/**", ...ofProcesses],
        },
      },
      {
        extends: true,
        // On CI one that fails is tried twice more, and named as flaky when it passes then (scripts/test.mjs).
        test: { name: "processes", include: ofProcesses, retry: process.env.CI ? 2 : 0 },
      },
    ],
  },
});
