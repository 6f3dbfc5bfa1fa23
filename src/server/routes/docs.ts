// The OpenAPI document, made from the same schemas that check requests and answers, and its pages for people.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { protocolVersion } from '#shared/protocol/version';
import type { App } from './app.ts';

/** Must be registered before the routes that it describes. */
export async function docsRoutes(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cornetta backend',
        version: String(protocolVersion),
        description: 'What the softphone and its backend say to each other. Refusals are problem details (RFC 9457).',
      },
      components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ accessToken: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { deepLinking: true } });
}
