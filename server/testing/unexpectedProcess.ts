import { createServer, type Socket } from "node:net";
import { Metrics } from "../metrics.ts";
import { watchUnexpected } from "../unexpected.ts";

/** A process in which what its only argument names goes wrong, and nothing catches it. */
const faults: Readonly<Record<string, () => void>> = {
  exception: () => {
    throw new Error("a fault of ours");
  },
  rejection: () => void Promise.reject(new Error("nobody waited")),
  "broken connection": () => {
    const server = createServer((socket: Socket) => socket.destroy(reset())).listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object")
        void import("node:net").then(({ connect }) => connect(address.port));
    });
  },
};

const reset = (): Error => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
const metrics = new Metrics();
watchUnexpected({
  logger: { error: (_what, message) => process.stdout.write(`${message}\n`) },
  counter: metrics.unexpectedErrors,
  stop: () => process.exit(1),
});
setImmediate(faults[process.argv[2] ?? ""] ?? (() => process.exit(2)));
// Still here after it: says what was counted.
const timer = setInterval(() => {
  void metrics.registry.getSingleMetricAsString("foureyes_unexpected_errors_total").then((text) => {
    const counted = /\{kind="(\w+)"\} 1$/m.exec(text)?.[1];
    if (!counted) return;
    clearInterval(timer);
    process.stdout.write(`counted ${counted}\n`);
    process.exit(0);
  });
}, 10);
