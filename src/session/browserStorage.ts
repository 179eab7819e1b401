/** Null where the browser has no storage, forbids it, or it is full. */
export function withStorage<T>(access: (storage: Storage) => T): T | null {
  try {
    return typeof localStorage === "undefined" ? null : access(localStorage);
  } catch {
    return null;
  }
}

export const storedKeys = (prefix: string): string[] =>
  withStorage((storage) =>
    Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter((key) =>
      key.startsWith(prefix),
    ),
  ) ?? [];
