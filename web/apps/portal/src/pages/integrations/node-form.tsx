import { Button, Checkbox, Fieldset, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, type AeTitle, type RetrieveBy } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { useApiForm } from '../../forms/use-api-form';
import { aeTitleError } from './ae-title';

const retrievals: readonly RetrieveBy[] = ['none', 'move', 'get'];

interface NodeFormProps {
  node: AeTitle | null; // none: a new one
  onDone: () => void;
}

const initialValues = (node: AeTitle | null) => ({
  called: node?.called ?? '',
  calling: node?.calling ?? '',
  host: node?.host ?? '',
  port: (node?.port ?? '') as number | string,
  description: node?.description ?? '',
  enabled: node?.enabled ?? true,
  mayStore: node?.mayStore ?? true,
  mayQuery: node?.mayQuery ?? false,
  mayRetrieve: node?.mayRetrieve ?? false,
  requireTls: node?.requireTls ?? false,
  certificateSha256: node?.certificateSha256 ?? '',
  retrieveBy: node?.retrieveBy ?? 'none',
  fetchPriors: node?.fetchPriors ?? false,
});

type Values = ReturnType<typeof initialValues>;

function toBody({ called, calling, host, port, description, certificateSha256, ...rest }: Values) {
  return {
    called: called.trim(),
    calling: calling.trim(),
    host: host.trim() || undefined,
    port: port === '' ? undefined : Number(port),
    description: description.trim(),
    certificateSha256: certificateSha256.trim() || undefined,
    ...rest,
    fetchPriors: rest.fetchPriors && rest.retrieveBy !== 'none',
  };
}

// A machine of the department, what it may do here, and how studies are pulled from it (STU-1, STU-4).
export function NodeForm({ node, onDone }: NodeFormProps) {
  const { t } = useTranslation(['admin', 'common']);
  const title = (value: string) => {
    const error = aeTitleError(value);
    return error ? t(`nodes.errors.${error}`) : null;
  };
  // Who is pulled from has to be called.
  const callable = (value: string | number, { retrieveBy }: Values) =>
    retrieveBy !== 'none' && String(value).trim() === '' ? t('nodes.errors.callable') : null;
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: initialValues(node),
    validate: { called: title, calling: title, host: callable, port: callable },
    guard: false,
    save: async (values) => {
      const body = toBody(values);
      if (node) await api.changeAeTitle(node.id, body);
      else await api.createAeTitle(body);
      const message = t(node ? 'nodes.saved' : 'nodes.added', { name: body.calling });
      notifications.show({ color: 'green', message });
      onDone();
    },
  });
  const box = (
    name: 'enabled' | 'mayStore' | 'mayQuery' | 'mayRetrieve' | 'requireTls' | 'fetchPriors',
    disabled = false,
  ) => <Checkbox label={t(`nodes.${name}`)} disabled={disabled} {...field(name, 'checkbox')} />;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('nodes.calling')}
          description={t('nodes.callingHelp')}
          maxLength={16}
          readOnly={node !== null}
          data-autofocus={node === null || undefined}
          {...field('calling')}
        />
        <TextInput
          label={t('nodes.called')}
          description={t('nodes.calledHelp')}
          maxLength={16}
          readOnly={node !== null}
          {...field('called')}
        />
        <TextInput label={t('nodes.host')} description={t('nodes.hostHelp')} {...field('host')} />
        <NumberInput
          label={t('nodes.port')}
          description={t('nodes.portHelp')}
          min={1}
          max={65535}
          hideControls
          allowDecimal={false}
          {...field('port')}
        />
        <TextInput label={t('nodes.description')} maxLength={200} {...field('description')} />
        <Fieldset legend={t('nodes.rights')}>
          <Stack gap="xs">
            {box('mayStore')}
            {box('mayQuery')}
            {box('mayRetrieve')}
          </Stack>
        </Fieldset>
        <Fieldset legend={t('nodes.fetching')}>
          <Stack gap="sm">
            <NativeSelect
              label={t('nodes.retrieveBy')}
              description={t('nodes.retrieveByHelp')}
              data={retrievals.map((value) => ({ value, label: t(`nodes.retrieval.${value}`) }))}
              {...field('retrieveBy')}
            />
            {box('fetchPriors', form.getValues().retrieveBy === 'none')}
          </Stack>
        </Fieldset>
        {box('requireTls')}
        <TextInput
          label={t('nodes.certificate')}
          description={t('nodes.certificateHelp')}
          maxLength={95}
          {...field('certificateSha256')}
        />
        {node && box('enabled')}
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t(node ? 'nodes.save' : 'nodes.add')}
        </Button>
      </Stack>
    </form>
  );
}
