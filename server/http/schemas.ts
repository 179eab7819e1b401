import type { TSchema } from "typebox";
import { ErrorSchema } from "../../src/domain/protocol/api.ts";

/** The answers of a route: one that succeeds, and refusals. */
export const answers = <Status extends number, Success extends TSchema>(status: Status, success: Success) =>
  ({ [status]: success, "4xx": ErrorSchema, "5xx": ErrorSchema }) as Record<Status, Success> & {
    "4xx": typeof ErrorSchema;
    "5xx": typeof ErrorSchema;
  };
