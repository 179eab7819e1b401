import type { Rooms } from "./ports.ts";
export function noRooms(): Rooms {
  return {
    handleUpgrade: (_request, socket) => {
      socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    },
    handIn: () => Promise.resolve({ code: "not-found" }),
    read: () => Promise.reject(new Error("no rooms")),
    tell: () => {},
    onCommitted: () => () => {},
    close: () => Promise.resolve(),
  };
}
