import { Alert, Button, Checkbox, Fieldset, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type PermissionInfo, type Role, type RoleInput, type RoleSystem } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { IconAlertTriangle } from '@tabler/icons-react';
import { History } from '../../forms/history';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { groupPermissions } from './permission-groups';
import { type Kind, permissionName, permissionText } from './permission-text';

interface RoleFormProps {
  // The role to change, or what a new one starts from.
  role: Role | null;
  start: RoleInput;
  catalogue: PermissionInfo[];
  // Permissions that the person holds and so may give; null: all (clinician roles).
  held: string[] | null;
  kind: Kind;
  system: RoleSystem;
  onDone: () => void;
}

const categoryText = (key: string) => wordsFor('admin', `categories.${key}`) ?? key;

export function RoleForm({ role, start, catalogue, held, kind, system, onDone }: RoleFormProps) {
  const { t } = useTranslation(['admin', 'common', 'account', 'permissions']);
  const { form, busy, submit, head, field } = useApiForm<RoleInput>({
    initialValues: start,
    validate: { name: filled(t('common:forms.required')) },
    guard: false,
    save: async (values) => {
      await (role ? system.change(role.id, role.version, values) : system.create(values));
      notifications.show({ color: 'green', message: t('common:states.saved') });
      onDone();
    },
  });
  const chosen = new Set(form.values.permissions);
  const warned = catalogue.find(
    (permission) => permission.key === 'access_all_studies' && chosen.has(permission.key),
  );

  const toggle = (key: string) =>
    form.setFieldValue(
      'permissions',
      chosen.has(key)
        ? form.values.permissions.filter((one) => one !== key)
        : [...form.values.permissions, key],
    );

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput label={t('account:fields.name')} maxLength={100} data-autofocus {...field('name')} />
        <Textarea
          label={t('roles.description')}
          autosize
          minRows={1}
          maxLength={500}
          {...field('description')}
        />
        {groupPermissions(catalogue).map(({ category, permissions }) => (
          <Fieldset key={category} legend={categoryText(category)}>
            <Stack gap="sm">
              {permissions.map((permission) => {
                const withheld = held !== null && !held.includes(permission.key);
                const explanation = permissionText(kind, permission);
                return (
                  <Checkbox
                    key={permission.key}
                    label={permissionName(kind, permission)}
                    description={withheld ? `${explanation} ${t('roles.notHeld')}` : explanation}
                    checked={chosen.has(permission.key)}
                    disabled={withheld && !chosen.has(permission.key)}
                    onChange={() => toggle(permission.key)}
                  />
                );
              })}
              {warned?.category === category && (
                <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} role="status">
                  {t('roles.allStudiesWarning')}
                </Alert>
              )}
            </Stack>
          </Fieldset>
        ))}
        {role && role.usedBy > 0 && (
          <Text size="sm" c="dimmed">
            {t('roles.effect', { count: role.usedBy })}
          </Text>
        )}
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('common:actions.save')}
        </Button>
        {role && <History entries={role.history} />}
      </Stack>
    </form>
  );
}
