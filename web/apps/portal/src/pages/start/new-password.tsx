import { PasswordInput } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import type { ComponentProps } from 'react';

// A password being chosen: says the rule beforehand; how strong it is, the server judges (ACC-20).
export function NewPassword(props: ComponentProps<typeof PasswordInput>) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <PasswordInput
      label={t('fields.newPassword')}
      description={t('fields.passwordHelp')}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }}
      {...props}
    />
  );
}

export const longEnough = (message: string) => (value: string) => ([...value].length < 10 ? message : null);
