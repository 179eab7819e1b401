// `npm test`: every check of the project, one after the other. A failing step does not keep the later ones from
// running; the exit code and the last line tell how all of it went. `npm test -- --changed` runs types, lint and those
// unit tests that reach a file that was changed since the last commit, `--changed=REF` since REF.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { bundleServer } from "./bundle-server.mjs";

const changed = process.argv.slice(2).find((argument) => /^--changed(=|$)/.test(argument));
const root = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "foureyes-tests-"));
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
// Below the project, where the programs find their packages.
const cache = join(root, "node_modules/.cache");
mkdirSync(cache, { recursive: true });
const built = mkdtempSync(join(cache, "foureyes-tests-"));

const steps = [
  {
    name: "Types: page, server and tests",
    command: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
  },
  {
    name: "Types: the domain, without the DOM",
    command: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.domain.json"],
  },
  {
    name: "Lint: oxlint with types",
    command: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  },
  { name: "Format: Biome", command: ["node_modules/@biomejs/biome/bin/biome", "check", "."] },
  {
    name: "Unit, property and architecture tests",
    command: [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...(changed ? [changed, "--passWithNoTests"] : []),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${vitestReport}`,
    ],
    env: { FOUREYES_BUILT: built },
    count: () => countVitest(readJson(vitestReport)),
    failures: () => failuresOfVitest(readJson(vitestReport)),
    flaky: () => flakyInVitest(readJson(vitestReport)),
  },
];
if (!changed)
  steps.push({
    name: "Browser tests",
    command: ["scripts/e2e.mjs"],
    env: { FOUREYES_E2E_REPORT: playwrightReport },
    count: () => countPlaywright(readJson(playwrightReport)),
    failures: () => failuresOfPlaywright(readJson(playwrightReport)),
    flaky: () => testsOfPlaywright(readJson(playwrightReport), ["flaky"]),
  });

await buildPrograms();
const total = { passed: 0, failed: 0, skipped: 0 };
const failedSteps = [];
const failures = [];
const flaky = [];
for (const step of steps) {
  console.log(`\n━━━ ${step.name} ━━━\n`);
  const startedMs = Date.now();
  const ok = await run(step);
  const counted = count(step, ok);
  for (const key of Object.keys(total)) total[key] += counted[key];
  if (!ok) {
    failedSteps.push(step.name);
    failures.push(...named(step.failures));
  }
  flaky.push(...named(step.flaky));
  console.log(`\n${ok ? "✓" : "✗"} ${step.name} (${((Date.now() - startedMs) / 1000).toFixed(0)} s)`);
}
for (const folder of [reports, built]) rmSync(folder, { recursive: true, force: true });

// Once more at the end, as a log that is kept may be cut at its front.
for (const { test, why } of failures) console.log(`\n✗ ${test}\n${indented(why)}`);
for (const { test, why } of flaky)
  console.log(`\nFlaky (passed when tried again): ${test}\n${indented(why)}`);
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(" · ")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\nTests: ${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = failedSteps.length > 0 || total.failed > 0 ? 1 : 0;

/**
 * Bundles the threads and processes that tests start (server/programs.ts): from its sources each takes half a second more
 * to start. Tests run without it, too; that it cannot be built is told by the types and by the browser tests.
 */
async function buildPrograms() {
  const programs = ["server/operations/testing/serverProcess.ts", "server/operations/command.ts"];
  try {
    await bundleServer({ root, programs: programs.map((name) => join(root, name)), outDir: built });
    cpSync(join(root, "server/examples"), join(built, "examples"), { recursive: true });
  } catch (error) {
    console.error(error);
  }
}

function run({ command, env }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

/** A step without a report counts as one test; so does one that failed although its report names no failed test. */
function count(step, ok) {
  const one = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  if (!step.count) return one;
  try {
    const counted = step.count();
    if (!ok && counted.failed === 0) counted.failed = 1;
    return counted;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Tests of a step, each with the words it failed with; none where its report cannot be read. */
function named(tests) {
  try {
    return tests?.() ?? [];
  } catch {
    return [];
  }
}

/** Tests that passed, but not at first. */
function flakyInVitest({ testResults }) {
  return testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === "passed" && test.failureMessages.length > 0)
      .map((test) => ({ test: `${file.name} › ${test.fullName}`, why: test.failureMessages.join("\n") })),
  );
}

function failuresOfVitest({ testResults }) {
  return testResults
    .filter((file) => file.status === "failed")
    .flatMap((file) => {
      const failed = file.assertionResults.filter((test) => test.status === "failed");
      if (failed.length === 0) return [{ test: file.name, why: file.message }];
      return failed.map((test) => ({
        test: `${file.name} › ${test.fullName}`,
        why: test.failureMessages.join("\n"),
      }));
    });
}

function failuresOfPlaywright(report) {
  return [
    ...testsOfPlaywright(report, ["unexpected"]),
    ...report.errors.map((error) => ({ test: "outside of a test", why: error.message })),
  ];
}

function testsOfPlaywright({ suites }, statuses) {
  const inSuite = (suite, above) => {
    const path = [...above, suite.title];
    const specs = (suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter((test) => statuses.includes(test.status))
        .map((test) => ({
          test: [...path, spec.title].join(" › "),
          why: test.results.flatMap((result) => result.errors.map((error) => error.message)).join("\n"),
        })),
    );
    return [...specs, ...(suite.suites ?? []).flatMap((inner) => inSuite(inner, path))];
  };
  return suites.flatMap((suite) => inSuite(suite, []));
}

/** The first lines of a message, without colours. */
function indented(message) {
  return stripVTControlCharacters(String(message ?? ""))
    .split("\n")
    .slice(0, 30)
    .map((line) => `    ${line}`)
    .join("\n");
}

function countVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + (numTodoTests ?? 0),
  };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}
