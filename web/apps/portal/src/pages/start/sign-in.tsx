import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { api, isApiError, queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { homeFor } from '../../app/navigation';
import { useSession } from '../../app/session';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';

export function SignInPage() {
  const { t } = useTranslation(['account', 'common']);
  const queryClient = useQueryClient();
  const router = useRouter();
  const session = useSession();
  const { next, ended } = useSearch({ from: '/front/sign-in' });
  const required = filled(t('common:forms.required'));

  const { form, busy, submit, head, field } = useApiForm({
    initialValues: { email: '', password: '' },
    validate: { email: required, password: required },
    guard: false,
    save: async (values) => {
      const signedIn = await api.signIn(values).catch((error: unknown) => {
        form.setFieldValue('password', '');
        if (isApiError(error) && error.retryAfterSeconds) {
          throw new Error(t('signIn.locked', { minutes: Math.ceil(error.retryAfterSeconds / 60) }));
        }
        throw error;
      });
      queryClient.clear();
      queryClient.setQueryData(queries.session().queryKey, signedIn);
      await router.invalidate();
      router.history.push(next ?? homeFor(signedIn));
    },
  });

  return (
    <Page title={t('signIn.title')} lead={t('signIn.lead')}>
      {ended && <Alert variant="light">{t('signIn.ended')}</Alert>}
      {session.demonstration && <Alert variant="light">{t('demo.hint')}</Alert>}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {head}
          <TextInput
            label={t('fields.email')}
            type="email"
            autoComplete="username"
            autoFocus
            {...field('email')}
          />
          <PasswordInput
            label={t('fields.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }}
            {...field('password')}
          />
          <Button type="submit" loading={busy} fullWidth>
            {t('signIn.action')}
          </Button>
          <Text size="sm" ta="center">
            {t('signIn.noAccount')}{' '}
            <Anchor component={Link} to="/register" size="sm" underline="always">
              {t('signIn.register')}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Page>
  );
}
