import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { api, isApiError } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { ErrorState, Page } from '@portico/ui';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

// The link of the mail. The token stands in the fragment, so no server or proxy log has it; only the button uses it,
// so a mail scanner that follows the link changes nothing.
export function ConfirmPage() {
  const { t } = useTranslation(['account', 'common']);
  const [token] = useState(() => window.location.hash.replace(/^#/, ''));
  const confirm = useMutation({ mutationFn: () => api.confirmRegistration(token) });

  if (confirm.isSuccess) {
    return (
      <Page title={t('confirm.doneTitle')}>
        <Stack align="flex-start">
          <Text>{t('confirm.doneText', { email: confirm.data.email })}</Text>
          <Button component={Link} to="/sign-in">
            {t('signIn.action')}
          </Button>
        </Stack>
      </Page>
    );
  }
  const spent = isApiError(confirm.error) && [404, 410].includes(confirm.error.status);
  return (
    <Page title={t('confirm.title')} lead={t('confirm.lead')}>
      <Stack align="flex-start">
        {!token && <Alert color="red">{t('confirm.noToken')}</Alert>}
        {spent && (
          <Alert color="red" role="alert">
            {t('confirm.spent')}{' '}
            <Anchor component={Link} to="/register" size="sm" underline="always">
              {t('signIn.register')}
            </Anchor>
          </Alert>
        )}
        {confirm.isError && !spent && <ErrorState error={confirm.error} />}
        <Button disabled={!token} loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {t('confirm.action')}
        </Button>
      </Stack>
    </Page>
  );
}
