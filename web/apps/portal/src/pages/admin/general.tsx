import { Button, Checkbox, Fieldset, NumberInput, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type TenantSettings, type TenantSettingsInput } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, Page } from '@portico/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { History } from '../../forms/history';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';

const checks = [
  'patient_id',
  'patient_name',
  'birth_date',
  'sex',
  'accession_number',
  'issuer',
  'patient_record',
] as const;

function SettingsForm({ settings }: { settings: TenantSettings }) {
  const { t } = useTranslation(['admin', 'common', 'account']);
  const queryClient = useQueryClient();
  const {
    name,
    quietSeconds,
    checks: on,
    duplicatePolicy,
    defaultIssuer,
    idleMinutes,
    absoluteHours,
  } = settings;
  const { form, busy, submit, head, field } = useApiForm<TenantSettingsInput>({
    initialValues: {
      name,
      quietSeconds,
      checks: on,
      duplicatePolicy,
      defaultIssuer,
      idleMinutes,
      absoluteHours,
    },
    validate: { name: filled(t('common:forms.required')) },
    save: async (values) => {
      const saved = await api.saveSettings(settings.version, values);
      queryClient.setQueryData(queries.settings().queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['session'], exact: true });
      notifications.show({ color: 'green', message: t('common:states.saved') });
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput label={t('general.name')} maxLength={100} {...field('name')} />
        <Fieldset legend={t('general.validation')}>
          <Stack gap="sm">
            <NumberInput
              label={t('general.quiet')}
              description={t('general.quietHelp')}
              min={1}
              max={86400}
              styles={{ wrapper: { maxWidth: 260 } }}
              allowDecimal={false}
              {...field('quietSeconds')}
            />
            <Checkbox.Group
              tabIndex={-1}
              label={t('general.checks')}
              description={t('general.checksHelp')}
              {...field('checks')}
            >
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={8} mt="xs">
                {checks.map((check) => (
                  <Checkbox key={check} value={check} label={t(`general.check.${check}`)} />
                ))}
              </SimpleGrid>
            </Checkbox.Group>
            <TextInput
              label={t('general.issuer')}
              description={t('general.issuerHelp')}
              maw={360}
              {...field('defaultIssuer')}
            />
            <Radio.Group
              label={t('general.duplicates')}
              description={t('general.duplicatesHelp')}
              {...field('duplicatePolicy')}
            >
              <Stack gap={8} mt="xs">
                <Radio value="keep_first" label={t('general.keepFirst')} />
                <Radio value="keep_last" label={t('general.keepLast')} />
              </Stack>
            </Radio.Group>
          </Stack>
        </Fieldset>
        <Fieldset legend={t('general.sessions')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberInput
              label={t('general.idle')}
              description={t('general.idleHelp')}
              min={5}
              max={720}
              allowDecimal={false}
              {...field('idleMinutes')}
            />
            <NumberInput
              label={t('general.absolute')}
              description={t('general.absoluteHelp')}
              min={1}
              max={72}
              allowDecimal={false}
              {...field('absoluteHours')}
            />
          </SimpleGrid>
        </Fieldset>
        <Button type="submit" loading={busy} disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
          {t('common:actions.save')}
        </Button>
        <History entries={settings.history} />
      </Stack>
    </form>
  );
}

export function GeneralPage() {
  const { t } = useTranslation(['admin', 'common']);
  const query = useQuery(queries.settings());
  return (
    <Page title={t('general.title')} lead={t('general.lead')} helpHref="/help#validation" width="form">
      <Loaded query={query}>
        {() => query.data && <SettingsForm key={query.data.version} settings={query.data} />}
      </Loaded>
    </Page>
  );
}
