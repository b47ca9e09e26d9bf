import { Box, MantineProvider } from '@mantine/core';
import { theme } from '@portico/ui';
import type { ReactNode } from 'react';

// The viewer is always dark, whatever the rest of the product is.
export function Dark({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} forceColorScheme="dark">
      <Box bg="#000" c="#e6e8ea" h="100dvh" style={{ overflow: 'hidden' }} component="main">
        {children}
      </Box>
    </MantineProvider>
  );
}
