import { Badge, Group } from '@mantine/core';
import type { ValidationReason } from '@portico/api';
import { wordsFor } from '@portico/i18n';

export const reasonText = (reason: ValidationReason) =>
  wordsFor('validation', `reasons.${reason.code}`) ?? (reason.text || reason.code);

export function Reasons({ reasons }: { reasons: ValidationReason[] }) {
  return (
    <Group gap={4}>
      {reasons.map((reason, index) => (
        <Badge key={`${reason.code}-${index}`} color="yellow" variant="light" tt="none" size="md">
          {reasonText(reason)}
        </Badge>
      ))}
    </Group>
  );
}
