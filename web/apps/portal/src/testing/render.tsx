import { MantineProvider } from '@mantine/core';
import { rememberCsrfToken } from '@portico/api';
import { startI18n } from '@portico/i18n';
import { theme } from '@portico/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { makeRouter } from '../app/router';
import { mockFetch, type MockOptions } from './mock-server';

const words: Parameters<typeof startI18n>[0] = [
  'common',
  'problems',
  'permissions',
  'account',
  'studies',
  'directory',
  'validation',
  'admin',
  'clinician-portal',
  'audit',
  'help',
  'integrations',
  'pull',
];

async function started(options: MockOptions) {
  vi.stubGlobal('fetch', vi.fn(mockFetch(options)));
  rememberCsrfToken(null);
  await startI18n(words);
  return new QueryClient({ defaultOptions: { queries: { retry: false } } });
}

// A part by itself, against the answers of the mock; it has no links.
export async function openPart(part: ReactNode, options: MockOptions = {}) {
  const queryClient = await started(options);
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queryClient}>{part}</QueryClientProvider>
    </MantineProvider>,
  );
}

// The whole application at an address, against the answers of the mock.
export async function openPage(address: string, options: MockOptions = {}) {
  const queryClient = await started(options);
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
