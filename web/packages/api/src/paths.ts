import type { DemoMessage } from './contract';
import type { paths as served } from './generated/openapi';

interface DemonstrationPaths {
  '/api/v1/demo/messages': {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': { items: DemoMessage[] } };
        };
      };
    };
  };
}

// Every route of the server, and those that only a demonstration has.
export type paths = served & DemonstrationPaths;
