import { Button, Fieldset, Stack, TextInput } from '@mantine/core';
import { api, queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { homeFor } from '../../app/navigation';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { longEnough, NewPassword } from './new-password';
import { slugFrom } from './slug';

// The first start: one tenant and its owner, against the token from the server's console (ACC-2).
export function SetupPage() {
  const { t } = useTranslation(['account', 'common']);
  const queryClient = useQueryClient();
  const router = useRouter();
  const required = filled(t('common:forms.required'));

  const { form, busy, submit, head, field } = useApiForm({
    // The address that the console shows carries the token.
    initialValues: {
      token: window.location.hash.slice(1),
      tenantName: '',
      slug: '',
      name: '',
      email: '',
      password: '',
    },
    validate: {
      token: required,
      tenantName: required,
      slug: (value) => (/^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/.test(value) ? null : t('setup.slugRule')),
      name: required,
      email: required,
      password: longEnough(t('fields.passwordShort')),
    },
    save: async (values) => {
      const session = await api.setup(values);
      queryClient.clear();
      queryClient.setQueryData(queries.session().queryKey, session);
      await router.invalidate();
      router.history.push(homeFor(session));
    },
  });

  const named = (name: string) => {
    const follows = form.values.slug === slugFrom(form.values.tenantName);
    form.setFieldValue('tenantName', name);
    if (follows) form.setFieldValue('slug', slugFrom(name));
  };

  return (
    <Page title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {head}
          <TextInput
            label={t('setup.token')}
            description={t('setup.tokenHelp')}
            autoComplete="one-time-code"
            spellCheck={false}
            autoFocus
            {...field('token')}
          />
          <Fieldset legend={t('setup.department')}>
            <Stack gap="sm">
              <TextInput
                label={t('setup.tenantName')}
                description={t('setup.tenantNameHelp')}
                autoComplete="organization"
                {...field('tenantName')}
                onChange={(event) => named(event.currentTarget.value)}
              />
              <TextInput
                label={t('setup.slug')}
                description={t('setup.slugHelp')}
                spellCheck={false}
                {...field('slug')}
              />
            </Stack>
          </Fieldset>
          <Fieldset legend={t('setup.owner')}>
            <Stack gap="sm">
              <TextInput label={t('fields.name')} autoComplete="name" {...field('name')} />
              <TextInput label={t('fields.email')} type="email" autoComplete="username" {...field('email')} />
              <NewPassword label={t('fields.password')} {...field('password')} />
            </Stack>
          </Fieldset>
          <Button type="submit" loading={busy}>
            {t('setup.action')}
          </Button>
        </Stack>
      </form>
    </Page>
  );
}
