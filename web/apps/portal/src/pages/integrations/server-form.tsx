import {
  Alert,
  Button,
  Checkbox,
  Fieldset,
  NativeSelect,
  PasswordInput,
  Stack,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, type DicomwebServer, type DicomwebServerInput } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { isOpenLine, isSameOrigin, isServerUrl } from './server-url';

const authorizations = ['none', 'basic', 'bearer'] as const;

interface ServerFormProps {
  server: DicomwebServer | null; // none: a new one
  onDone: () => void;
}

const initialValues = (server: DicomwebServer | null) => ({
  name: server?.name ?? '',
  url: server?.url ?? '',
  authorization: server?.authorization ?? ('none' as DicomwebServerInput['authorization']),
  userName: server?.userName ?? '',
  secret: '',
  certificateSha256: server?.certificateSha256 ?? '',
  maySend: server?.maySend ?? true,
  mayPull: server?.mayPull ?? true,
  fetchPriors: server?.fetchPriors ?? false,
  enabled: server?.enabled ?? true,
});

type Values = ReturnType<typeof initialValues>;

function toBody(values: Values): DicomwebServerInput {
  const { authorization } = values;
  return {
    ...values,
    name: values.name.trim(),
    url: values.url.trim(),
    userName: authorization === 'basic' ? values.userName.trim() : '',
    secret: authorization === 'none' ? undefined : values.secret || undefined,
    certificateSha256: values.certificateSha256.trim() || undefined,
    fetchPriors: values.mayPull && values.fetchPriors,
  };
}

// Whether the secret that the server has stored goes on to hold.
const isKept = (server: DicomwebServer | null, { authorization, url }: Values) =>
  server !== null &&
  server.hasSecret &&
  server.authorization === authorization &&
  isSameOrigin(server.url, url);

// An archive that speaks DICOMweb. Its password or token goes in and never comes out (STU-4, CLA-27).
export function ServerForm({ server, onDone }: ServerFormProps) {
  const { t } = useTranslation(['integrations', 'common']);
  const needed = filled(t('common:forms.required'));
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: initialValues(server),
    validate: {
      name: needed,
      url: (value) => (isServerUrl(value) ? null : t('servers.errors.url')),
      userName: (value, { authorization }) => (authorization === 'basic' ? needed(value) : null),
      secret: (value, values) =>
        values.authorization === 'none' || isKept(server, values) || value ? null : t('servers.secretNeeded'),
    },
    guard: false,
    save: async (values) => {
      const body = toBody(values);
      if (server) await api.changeDicomwebServer(server.id, server.version, body);
      else await api.createDicomwebServer(body);
      const message = t(server ? 'servers.saved' : 'servers.added', { name: body.name });
      notifications.show({ color: 'green', message });
      onDone();
    },
  });
  const { authorization, url, mayPull } = form.getValues();
  const kept = isKept(server, form.getValues());
  const box = (name: 'enabled' | 'maySend' | 'mayPull' | 'fetchPriors', disabled = false) => (
    <Checkbox label={t(`servers.${name}`)} disabled={disabled} {...field(name, 'checkbox')} />
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('servers.name')}
          maxLength={100}
          data-autofocus={server === null || undefined}
          {...field('name')}
        />
        <TextInput
          label={t('servers.url')}
          description={t('servers.urlHelp')}
          type="url"
          maxLength={500}
          autoComplete="off"
          {...field('url')}
        />
        <NativeSelect
          label={t('servers.authorization')}
          data={authorizations.map((value) => ({ value, label: t(`servers.authorizations.${value}`) }))}
          {...field('authorization')}
        />
        {authorization === 'basic' && (
          <TextInput
            label={t('servers.userName')}
            maxLength={200}
            autoComplete="off"
            {...field('userName')}
          />
        )}
        {authorization !== 'none' && (
          <PasswordInput
            label={t(authorization === 'basic' ? 'servers.password' : 'servers.token')}
            description={t(kept ? 'servers.secretKept' : 'servers.secretHelp')}
            autoComplete="new-password"
            {...field('secret')}
          />
        )}
        {isOpenLine(url) && (
          <Alert color="yellow" variant="light">
            {t('servers.openLine')}
          </Alert>
        )}
        <Fieldset legend={t('servers.rights')}>
          <Stack gap="xs">
            {box('maySend')}
            {box('mayPull')}
            {box('fetchPriors', !mayPull)}
          </Stack>
        </Fieldset>
        <TextInput
          label={t('servers.certificate')}
          description={t('servers.certificateHelp')}
          maxLength={95}
          {...field('certificateSha256')}
        />
        {server && box('enabled')}
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {server ? t('common:actions.save') : t('servers.add')}
        </Button>
      </Stack>
    </form>
  );
}
