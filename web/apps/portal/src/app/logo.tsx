import { Group, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Link } from '@tanstack/react-router';

export function Logo() {
  const { t } = useTranslation();
  return (
    <Group
      renderRoot={(props) => <Link to="/" aria-label={t('product')} {...props} />}
      gap={8}
      wrap="nowrap"
      className="plain-link"
    >
      <img src="/icon.svg" alt="" width={26} height={26} />
      <Text fw={700} size="lg" visibleFrom="xs">
        {t('product')}
      </Text>
    </Group>
  );
}
