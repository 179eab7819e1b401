import { MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { readSession } from "../features/account/accountApi.ts";
import { ApiFailure } from "../ui/index.ts";

/** Who is signed in. The article page asks for it under the same key. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 30_000,
});

/** A refusal stays one however often it is asked again; an unreachable server is tried twice more. */
const mayRetry = (failures: number, error: unknown): boolean =>
  failures < 2 && !(error instanceof ApiFailure && error.status >= 400 && error.status < 500);

/** A request refused for want of a session, read or write, asks who is signed in: the pages follow the answer. */
export function createQueryClient(): QueryClient {
  const followRefusal = (error: unknown): void => {
    if (error instanceof ApiFailure && error.status === 401)
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        if (query.queryKey[0] !== "session") followRefusal(error);
      },
    }),
    mutationCache: new MutationCache({ onError: followRefusal }),
    defaultOptions: {
      // «always»: a browser that believes to be offline still reaches a server on the same machine.
      queries: { retry: mayRetry, networkMode: "always", staleTime: 5000 },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}
