import {
  Alert,
  Badge,
  Button,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type ClinicianPortal } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, Moment, Page } from '@portico/ui';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { History } from '../../forms/history';
import { useApiForm } from '../../forms/use-api-form';
import { all, atMost, filled } from '../../forms/validate';
import { PhotoField } from './photo-field';

const nameLimit = 100;
const descriptionLimit = 1000;

// Uploads a chosen photo once, also when the form is sent again after a refusal.
function usePhotoUpload() {
  const uploaded = useRef<{ photo: Blob; photoId: string } | null>(null);
  return async (photo: Blob) => {
    if (uploaded.current?.photo === photo) return uploaded.current.photoId;
    const { photoId } = await api.uploadPhoto(photo, { x: 0, y: 0, size: await edgeOf(photo) });
    uploaded.current = { photo, photoId };
    return photoId;
  };
}

async function edgeOf(photo: Blob): Promise<number> {
  const picture = await createImageBitmap(photo);
  const edge = Math.min(picture.width, picture.height);
  picture.close();
  return edge;
}

function useTextRules() {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const required = filled(t('common:forms.required'));
  return {
    displayName: all<string>(required, atMost(nameLimit, t('tooLong', { limit: nameLimit }))),
    description: all<string>(required, atMost(descriptionLimit, t('tooLong', { limit: descriptionLimit }))),
  };
}

function EnableForm({ onEnabled }: { onEnabled: (portal: ClinicianPortal) => void }) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const rules = useTextRules();
  const upload = usePhotoUpload();
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: { displayName: '', description: '', photo: null as Blob | null, password: '' },
    validate: {
      ...rules,
      photo: (value) => (value ? null : t('photo.needed')),
      password: filled(t('common:forms.required')),
    },
    save: async ({ displayName, description, photo, password }) => {
      if (!photo) return;
      const portal = await api.enablePortal({
        password,
        photoId: await upload(photo),
        displayName: displayName.trim(),
        description: description.trim(),
      });
      notifications.show({ color: 'green', message: t('enabledNow') });
      onEnabled(portal);
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <PhotoField
          id={field('photo').id}
          currentUrl={null}
          error={form.errors.photo}
          onChange={(photo) => form.setFieldValue('photo', photo)}
        />
        <TextInput
          label={t('displayName')}
          description={`${t('displayNameHelp')} ${t('common:forms.characters', { used: [...form.values.displayName].length, limit: nameLimit })}`}
          {...field('displayName')}
        />
        <Textarea
          label={t('description')}
          description={`${t('descriptionHelp')} ${t('common:forms.characters', { used: [...form.values.description].length, limit: descriptionLimit })}`}
          autosize
          minRows={3}
          maxRows={10}
          {...field('description')}
        />
        <PasswordInput
          label={t('password')}
          description={t('passwordHelp')}
          autoComplete="current-password"
          {...field('password')}
        />
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('enable')}
        </Button>
      </Stack>
    </form>
  );
}

function Enable({ onEnabled }: { onEnabled: (portal: ClinicianPortal) => void }) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const [on, setOn] = useState(false);
  return (
    <Stack>
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('onceTitle')}>
        {t('onceText')}
      </Alert>
      <Switch
        size="md"
        label={t('enabled')}
        description={t('enabledHelp')}
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
      {on && <EnableForm onEnabled={onEnabled} />}
    </Stack>
  );
}

function SettingsForm({
  portal,
  onSaved,
}: {
  portal: ClinicianPortal;
  onSaved: (portal: ClinicianPortal) => void;
}) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const rules = useTextRules();
  const upload = usePhotoUpload();
  const roles = useQuery({ ...queries.roles('clinician'), retry: false }).data ?? [];
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: {
      displayName: portal.displayName,
      description: portal.description,
      photo: null as Blob | null,
      defaultRoleId: portal.defaultRoleId ?? '',
      historyMonths: portal.historyMonths,
    },
    validate: rules,
    save: async ({ photo, defaultRoleId, ...values }) => {
      const saved = await api.savePortal(portal.version, {
        ...values,
        photoId: photo ? await upload(photo) : undefined,
        defaultRoleId: defaultRoleId || null,
        emergencyAccess: portal.emergencyAccess,
        emergencyHours: portal.emergencyHours,
      });
      notifications.show({ color: 'green', message: t('common:states.saved') });
      onSaved(saved);
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <Text size="sm" component="div">
          <Badge color="green" variant="light" tt="none" mr={8}>
            {t('enabled')}
          </Badge>
          {t('enabledSince')} <Moment at={portal.enabledAt} />
        </Text>
        <PhotoField
          id={field('photo').id}
          currentUrl={portal.photoUrl}
          error={form.errors.photo}
          onChange={(photo) => form.setFieldValue('photo', photo)}
        />
        <TextInput
          label={t('displayName')}
          description={`${t('displayNameHelp')} ${t('common:forms.characters', { used: [...form.values.displayName].length, limit: nameLimit })}`}
          {...field('displayName')}
        />
        <Textarea
          label={t('description')}
          description={`${t('descriptionHelp')} ${t('common:forms.characters', { used: [...form.values.description].length, limit: descriptionLimit })}`}
          autosize
          minRows={3}
          maxRows={10}
          {...field('description')}
        />
        <NativeSelect
          label={t('defaultRole')}
          description={t('defaultRoleHelp')}
          data={[
            { value: '', label: t('noDefaultRole') },
            ...roles
              .filter(
                (role) =>
                  !role.permissions.some((key) => key === 'access_all_studies' || key === 'emergency_access'),
              )
              .map((role) => ({ value: role.id, label: role.name })),
          ]}
          {...field('defaultRoleId')}
        />
        <NumberInput
          label={t('historyMonths')}
          description={t('historyMonthsHelp')}
          min={1}
          max={240}
          styles={{ wrapper: { maxWidth: 260 } }}
          allowDecimal={false}
          {...field('historyMonths')}
        />
        <Button type="submit" loading={busy} disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
          {t('common:actions.save')}
        </Button>
        <History entries={portal.history} />
      </Stack>
    </form>
  );
}

// Enabling the portal for clinicians (CLA-1, CLA-2); once enabled, its settings (CLA-3).
export function PortalPage() {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const queryClient = useQueryClient();
  const query = useQuery(queries.clinicianPortal());
  const keep = (portal: ClinicianPortal) =>
    queryClient.setQueryData(queries.clinicianPortal().queryKey, portal);
  return (
    <Page
      title={query.data?.enabled ? t('settingsTitle') : t('title')}
      lead={query.data?.enabled ? t('settingsLead') : t('lead')}
      helpHref="/help#portal"
      width="form"
    >
      <Loaded query={query}>
        {() =>
          query.data &&
          (query.data.enabled ? (
            <SettingsForm key={query.data.version} portal={query.data} onSaved={keep} />
          ) : (
            <Enable onEnabled={keep} />
          ))
        }
      </Loaded>
    </Page>
  );
}
