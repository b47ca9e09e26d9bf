import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { startI18n } from '@portico/i18n';
import { theme } from '@portico/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element');

await startI18n();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" />
  </StrictMode>,
);
