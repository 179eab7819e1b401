import type { FastifyReply, FastifyRequest } from "fastify";

/** Characters. */
const maxAgentLength = 256;

/** The request's cookies, as better-auth takes them. */
export function cookieOf(request: FastifyRequest): Headers {
  const { cookie } = request.headers;
  return new Headers(cookie === undefined ? {} : { cookie });
}

/** Passes the cookies that better-auth sets on to the browser. */
export function passCookies(headers: Headers, reply: FastifyReply): void {
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) reply.header("set-cookie", cookies);
}

/** What a sign-in notes of the browser, for its person's list of sessions. */
export function browserOf(request: FastifyRequest): Headers {
  const agent = request.headers["user-agent"];
  return new Headers(agent === undefined ? {} : { "user-agent": agent.slice(0, maxAgentLength) });
}
