// The least a server of this kind can do: every frame goes to the others of the article; nothing is kept.
import { WebSocketServer } from "ws";

const articles = new Map();
const server = new WebSocketServer({
  port: Number(process.env.PORT),
  host: process.env.HOST,
  perMessageDeflate: false,
});
server.on("connection", (socket, { url }) => {
  const others = articles.get(url) ?? new Set();
  articles.set(url, others.add(socket));
  socket.on("message", (frame) => {
    const isQuestion = frame[0] === 0 && frame[1] === 0;
    const isAnswer = frame[0] === 0 && frame[1] === 1;
    if (isQuestion) socket.send(Uint8Array.of(0, 1, 2, 0, 0));
    else if (!isAnswer) for (const other of others) if (other !== socket) other.send(frame);
  });
  socket.on("close", () => others.delete(socket));
});
