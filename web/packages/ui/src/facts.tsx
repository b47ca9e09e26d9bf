import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

// Label-value pairs, as a definition list that folds on narrow screens.
export function Facts({ items }: { items: [label: string, value: ReactNode][] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
        gap: '10px 20px',
      }}
    >
      {items.map(([label, value]) => (
        <div key={label} style={{ minWidth: 0 }}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {value === '' || value === null || value === undefined ? '–' : value}
          </Text>
        </div>
      ))}
    </Box>
  );
}
