let due: (() => void)[] = [];
let channel: MessageChannel | null = null;

/**
 * Runs what may wait until the screen shows the key that is being handled: in a task of its own, which a browser comes to
 * after the frame that the key is due in, and at the latest when the page is left. In order. At once where nothing is
 * drawn (outside a browser).
 */
export function afterDrawing(work: () => void): void {
  if (typeof document === "undefined") {
    work();
    return;
  }
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.addEventListener("message", run);
    channel.port1.start();
    addEventListener("pagehide", run);
  }
  due.push(work);
  if (due.length === 1) channel.port2.postMessage(null);
}

function run(): void {
  const works = due;
  due = [];
  for (const work of works)
    try {
      work();
    } catch (error) {
      // As an error in a task of its own would be.
      reportError(error);
    }
}
