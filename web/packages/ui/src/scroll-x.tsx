import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

// A table that may be wider than the screen: scrolls sideways by touch, wheel and keyboard. What is hidden visually in
// it is placed absolutely: "relative" keeps it in here, where it would make the page wider otherwise.
export function ScrollX({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto', position: 'relative' }}>
      {children}
    </Box>
  );
}
