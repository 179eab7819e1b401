import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import {
  AssetSchema,
  type AssetVariant,
  assetVariants,
  maxPictureBytes,
} from "../../src/domain/protocol/api.ts";
import type { Assets } from "../assets/Assets.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard.ts";
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
      config: { allow: "asset:add", article: "id" },
      schema: {
        summary: "Upload a picture: JPEG, PNG, WebP, AVIF or GIF in the part «file», 30 MB at most",
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
        return refuse(reply, "bad-request", "Send the picture as multipart/form-data, in the part «file».");
      const part = await request.file();
      if (!part || part.fieldname !== "file") {
        part?.file.resume();
        return refuse(reply, "bad-request", "Send the picture in the part «file».");
      }
      const outcome = await assets.add(part.file, person.id);
      if (outcome.code !== "ok") {
        part.file.resume();
        return refuse(reply, outcome.code, outcome.message);
      }
      assets.attach(articleId, outcome.asset.id);
      return reply.code(201).send(outcome.asset);
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
