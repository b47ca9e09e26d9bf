import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

// A table that may be wider than the screen: scrolls sideways by touch, wheel and keyboard.
export function ScrollX({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      {children}
    </Box>
  );
}
