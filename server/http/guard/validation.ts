import type { FastifyServerOptions } from "fastify";

/**
 * How requests are compared with their schemas: as they are. Fastify's own setting turns `null` into `false` and `["x"]`
 * into `"x"`, so that `{"active": null}` would deactivate somebody, and drops unknown properties where a schema allows
 * none. What comes in an address is text: its schemas are of strings.
 */
export const exactValidation: FastifyServerOptions["ajv"] = {
  customOptions: { coerceTypes: false, removeAdditional: false },
};
