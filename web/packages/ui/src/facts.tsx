import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export type Fact = [label: string, value: ReactNode, width?: 'wide'];

// Label-value pairs, as a definition list that folds on narrow screens.
export function Facts({ items }: { items: Fact[] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
        gap: '10px 20px',
      }}
    >
      {items.map(([label, value, width]) => (
        <div key={label} style={{ minWidth: 0, gridColumn: width === 'wide' ? 'span 2' : undefined }}>
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
