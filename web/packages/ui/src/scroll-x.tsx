import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

// A table that may be wider than the screen: scrolls sideways by touch, wheel and keyboard.
export function ScrollX({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      {children}
    </Box>
  );
}
