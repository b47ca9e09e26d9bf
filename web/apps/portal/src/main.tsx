import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/app.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ApiError, onAnswered } from '@portico/api';
import { startI18n } from '@portico/i18n';
import { theme } from '@portico/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { makeRouter } from './app/router';
import { noteCall } from './app/session-clock';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element');

if (import.meta.env.DEV && import.meta.env.VITE_MOCK) {
  const { installMock } = await import('./testing/mock-server');
  installMock();
}
await startI18n(['common', 'account', 'problems']);

// A refusal is an answer, not a fault: it is not asked again.
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      throwOnError: false,
    },
    mutations: { retry: false },
  },
});
onAnswered(() => noteCall(Date.now()));

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={3} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={makeRouter(queryClient)} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
