import { AsyncLocalStorage } from "node:async_hooks";

/**
 * The functions of better-auth, which after each call leaves Node as it was before. It keeps what a call is about in
 * storages that follow asynchronous work; up to Node 22 one that was ever used makes every write, timer and promise of
 * the process dearer for good: a tenth of what a key in an article costs.
 */
export function restingBetweenCalls<Api extends object>(api: Api): Api {
  let underWay = 0;
  return new Proxy(api, {
    get(target, name, receiver): unknown {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...parameters: unknown[]): Promise<unknown> => {
        underWay++;
        try {
          return await (Reflect.apply(method, target, parameters) as Promise<unknown>);
        } finally {
          if (--underWay === 0) forgetContexts();
        }
      };
    },
  });
}

/** Its storages come back to life by themselves with the next call. */
function forgetContexts(): void {
  const { context } = (globalThis as BetterAuthGlobal)[sharedByItsCopies] ?? {};
  for (const storage of Object.values(context ?? {}))
    if (storage instanceof AsyncLocalStorage) storage.disable();
}

const sharedByItsCopies = Symbol.for("better-auth:global");
type BetterAuthGlobal = { [sharedByItsCopies]?: { context: Record<string, unknown> } };
