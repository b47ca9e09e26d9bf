import { ActionIcon, Box, Button, Drawer, Group, Menu, Paper, Stack, Text, Title } from '@mantine/core';
import { clinicianRoles, queries, tenantRoles, type Role, type RoleInput } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm, Loaded, Page } from '@portico/ui';
import { IconCopy, IconDots, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../../app/session';
import { copyName } from './permission-groups';
import { type Kind as System, templateWords } from './permission-text';
import { RoleForm } from './role-form';

interface Editing {
  role: Role | null;
  start: RoleInput;
}

const blank: RoleInput = { name: '', description: '', permissions: [] };

function RoleLine({
  role,
  onEdit,
  onCopy,
  onDelete,
}: {
  role: Role;
  onEdit: () => void;
  onCopy: () => void;
  onDelete: () => void;
}) {
  const { t } = useTranslation(['admin', 'common']);
  return (
    <Group component="li" wrap="nowrap" p="md" className="line" justify="space-between">
      <Box style={{ minWidth: 0 }}>
        <button type="button" className="row-button" onClick={onEdit}>
          {role.name}
        </button>
        <Text size="sm" c="dimmed">
          {role.description}
        </Text>
        <Text size="xs" c="dimmed">
          {t('roles.counts', { permissions: role.permissions.length, users: role.usedBy })}
        </Text>
      </Box>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('roles.menu', { name: role.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onEdit}>{t('common:actions.edit')}</Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={onCopy}>
            {t('common:actions.copy')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabled={role.usedBy > 0}
            onClick={onDelete}
          >
            {role.usedBy > 0 ? t('roles.inUse') : t('common:actions.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function Templates({ system, onUse }: { system: System; onUse: (template: RoleInput) => void }) {
  const { t } = useTranslation(['admin', 'common', 'permissions']);
  const templates = useQuery(queries.roleTemplates(system));
  return (
    <Stack>
      <Text>{t('roles.empty')}</Text>
      <Loaded query={templates}>
        {() => (
          <div className="card-grid">
            {templates.data
              ?.map((one) => templateWords(system, one))
              .map((template) => (
                <Paper key={template.name} withBorder p="md">
                  <Stack gap={6} h="100%">
                    <Title order={3}>{template.name}</Title>
                    <Text size="sm" c="dimmed" style={{ flex: 1 }}>
                      {template.description}
                    </Text>
                    <Button
                      variant="light"
                      onClick={() => onUse(template)}
                      aria-label={t('roles.useTemplateNamed', { name: template.name })}
                    >
                      {t('roles.useTemplate')}
                    </Button>
                  </Stack>
                </Paper>
              ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}

// One screen for both role systems: what staff may do, and what clinicians may do with the department's studies.
function RolesPage({ system }: { system: System }) {
  const { t } = useTranslation(['admin', 'common']);
  const session = useSession();
  const queryClient = useQueryClient();
  const calls = system === 'tenant' ? tenantRoles : clinicianRoles;
  const list = useQuery(queries.roles(system));
  const catalogue = useQuery(queries.permissions()).data?.[system] ?? [];
  const [editing, setEditing] = useState<Editing | null>(null);
  const [deleting, setDeleting] = useState<Role | null>(null);
  const roles = list.data ?? [];
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['roles', system] });

  const input = (role: RoleInput): RoleInput => ({
    name: role.name,
    description: role.description,
    permissions: [...role.permissions],
  });
  const copy = (role: Role) =>
    setEditing({
      role: null,
      start: {
        ...input(role),
        name: copyName(
          role.name,
          roles.map((one) => one.name),
        ),
      },
    });

  return (
    <Page
      title={t(`roles.${system}Title`)}
      lead={t(`roles.${system}Lead`)}
      helpHref="/help#roles"
      width="text"
      action={
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setEditing({ role: null, start: blank })}
        >
          {t('roles.add')}
        </Button>
      }
    >
      <Loaded query={list}>
        {() =>
          roles.length === 0 ? (
            <Templates
              system={system}
              onUse={(template) => setEditing({ role: null, start: input(template) })}
            />
          ) : (
            <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {roles.map((role) => (
                <RoleLine
                  key={role.id}
                  role={role}
                  onEdit={() => setEditing({ role, start: input(role) })}
                  onCopy={() => copy(role)}
                  onDelete={() => setDeleting(role)}
                />
              ))}
            </Paper>
          )
        }
      </Loaded>
      <Drawer
        opened={editing !== null}
        onClose={() => setEditing(null)}
        position="right"
        size={560}
        title={<Text fw={650}>{editing?.role ? editing.role.name : t('roles.add')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        {editing && (
          <RoleForm
            role={editing.role}
            start={editing.start}
            catalogue={catalogue}
            held={system === 'tenant' && !session.isOwner ? session.permissions : null}
            kind={system}
            system={calls}
            onDone={() => {
              setEditing(null);
              void refresh();
            }}
          />
        )}
      </Drawer>
      <Confirm
        opened={deleting !== null}
        onClose={() => setDeleting(null)}
        title={t('roles.deleteTitle')}
        actionLabel={t('roles.delete', { name: deleting?.name ?? '' })}
        onConfirm={async () => {
          if (deleting) await calls.remove(deleting.id);
          await refresh();
        }}
      >
        {t('roles.deleteText')}
      </Confirm>
    </Page>
  );
}

export const TenantRolesPage = () => <RolesPage system="tenant" />;
export const ClinicianRolesPage = () => <RolesPage system="clinician" />;
