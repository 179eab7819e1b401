import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import {
  AssetSchema,
  type AssetVariant,
  assetVariants,
  maxPictureBytes,
} from "../../src/domain/protocol/api.ts";
import { type Assets, BrokenUpload } from "../assets/Assets.ts";
import type { PictureRefusal } from "../assets/refusals.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";
import { answers } from "./schemas.ts";

/** Pictures: in by upload to an article, out in the sizes of `assetVariants` to whoever is signed in. */
export const assetRoutes: FastifyPluginAsyncTypebox<{ assets: Assets }> = async (app, { assets }) => {
  // One byte beyond what is allowed comes through, so that a file that is too large can be told from one that is not.
  await app.register(multipart, {
    limits: {
      files: 1,
      fields: 10,
      fieldSize: 1024,
      parts: 11,
      headerPairs: 100,
      fileSize: maxPictureBytes + 1,
    },
    throwFileSizeLimit: false,
  });

  app.post(
    "/api/articles/:id/assets",
    {
      config: { allow: "asset:add", article: "id", ownLimit: true },
      schema: {
        summary: "Upload a picture: JPEG, PNG, WebP, AVIF or GIF in the part “file”, 30 MB at most",
        tags: ["pictures"],
        consumes: ["multipart/form-data"],
        params: Type.Object({ id: Type.String() }),
        response: answers(201, AssetSchema),
      },
    },
    async (request, reply) => {
      const { person } = visitorOf(request);
      const articleId = request.params.id;
      if (!request.isMultipart())
        return refuse(reply, "bad-request", "Send the picture as multipart/form-data, in the part “file”.");
      const { part, broken } = await readPart(request);
      if (broken) return refuseBroken(reply, broken);
      if (!part || part.fieldname !== "file") {
        part?.file.resume();
        return refuse(reply, "bad-request", "Send the picture in the part “file”.");
      }
      try {
        const outcome = await assets.add(part.file, person.id, declaredBytes(request));
        if (outcome.code !== "ok") {
          // Read to its end, so that the answer gets through.
          part.file.on("error", () => {}).resume();
          return refusePicture(reply, outcome);
        }
        const refusal = await request.stillRefused();
        if (refusal) return refuse(reply, ...refusal);
        assets.attach(articleId, outcome.asset.id);
        return reply.code(201).send(outcome.asset);
      } catch (cause) {
        if (cause instanceof BrokenUpload) return refuseBroken(reply, cause.cause);
        throw cause;
      }
    },
  );

  app.get(
    "/api/assets/:id/:variant",
    {
      config: { allow: "asset:read" },
      schema: {
        summary: "A picture in one of its sizes: small, medium or large",
        tags: ["pictures"],
        params: Type.Object({ id: Type.String(), variant: Type.String() }),
      },
    },
    async (request, reply) => {
      const { id, variant } = request.params;
      const file = isVariant(variant) ? await assets.variant(id, variant) : null;
      if (!file) return refuse(reply, "not-found", "There is no such picture.");
      const etag = `"${id}-${variant}"`;
      reply.headers({
        "cache-control": "private, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        etag,
      });
      if (request.headers["if-none-match"] === etag) {
        file.content.destroy();
        return reply.code(304).send();
      }
      return reply.type(file.type).header("content-length", file.bytes).send(file.content);
    },
  );
};

const isVariant = (name: string): name is AssetVariant => Object.hasOwn(assetVariants, name);

type Part = Awaited<ReturnType<FastifyRequest["file"]>>;

/** The body's first file; what its parser throws is the sender's fault. */
async function readPart(request: FastifyRequest): Promise<{ part?: Part; broken?: unknown }> {
  try {
    return { part: await request.file() };
  } catch (broken) {
    return { broken };
  }
}

/** The parser's own errors carry no status but where a limit was reached or the line was too slow. */
function refuseBroken(reply: FastifyReply, cause: unknown): FastifyReply {
  const status = cause instanceof Error && "statusCode" in cause ? cause.statusCode : 400;
  if (status === 408) return refuse(reply, "too-slow", (cause as Error).message);
  if (status === 413)
    return refuse(reply, "too-large", "The form has too many parts. Send the picture alone.");
  return refuse(reply, "bad-request", "The upload did not arrive whole. Add the picture again.");
}

function refusePicture(
  reply: FastifyReply,
  { code, message, retryAfterSeconds }: PictureRefusal,
): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
  return refuse(reply, code, message);
}

function declaredBytes({ headers }: FastifyRequest): number | undefined {
  const bytes = Number(headers["content-length"] ?? Number.NaN);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
