import { MantineProvider } from '@mantine/core';
import { rememberCsrfToken } from '@portico/api';
import { startI18n } from '@portico/i18n';
import { theme } from '@portico/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { vi } from 'vitest';
import { makeRouter } from '../app/router';
import { mockFetch, type MockOptions } from './mock-server';

// The whole application at an address, against the answers of the mock.
export async function openPage(address: string, options: MockOptions = {}) {
  vi.stubGlobal('fetch', vi.fn(mockFetch(options)));
  rememberCsrfToken(null);
  await startI18n([
    'common',
    'account',
    'studies',
    'directory',
    'validation',
    'admin',
    'clinician-portal',
    'audit',
    'help',
  ]);
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = makeRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  const view = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, router, queryClient };
}
