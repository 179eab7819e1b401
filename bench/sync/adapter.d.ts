export interface Prepared {
  headers: Record<string, string>[];
  /** Ids of the articles made. */
  docs?: string[];
}
export function prepare(options: {
  origin: string;
  first: boolean;
  articles?: number;
  email?: string;
  password?: string;
}): Promise<Prepared>;
export function ack(client: { settled?: number }, type: number, body: Uint8Array): number;
declare const adapter: { acks: true; ack: typeof ack; prepare: typeof prepare };
export default adapter;
