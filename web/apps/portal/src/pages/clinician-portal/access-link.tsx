import {
  Alert,
  Anchor,
  Badge,
  Box,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Switch,
  Text,
  Textarea,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type AccessLink, type AccessLinkInput } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { Confirm, ErrorState, Facts, type Fact, Moment, Page, RowsSkeleton, useFormat } from '@portico/ui';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { History } from '../../forms/history';
import { useApiForm } from '../../forms/use-api-form';
import { LinkStateBadge, numberText } from './access-control';

function Numbers({
  link,
  value,
  onChange,
}: {
  link: AccessLink;
  value: string[];
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const format = useFormat();
  if (link.numbers.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('link.noNumbers')}
      </Text>
    );
  }
  return (
    <Checkbox.Group
      value={value}
      onChange={onChange}
      label={t('link.confirm')}
      description={t('link.confirmHelp')}
    >
      <Stack gap={8} mt="xs">
        {link.numbers.map((number) => (
          <Checkbox
            key={number.id}
            value={number.id}
            label={numberText(number)}
            description={
              number.confirmed && number.confirmedAt
                ? t('link.confirmedBy', {
                    name: number.confirmedBy ?? '',
                    date: format.moment(number.confirmedAt),
                  })
                : undefined
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function LinkForm({ link, onSaved }: { link: AccessLink; onSaved: (link: AccessLink) => void }) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const roles = useQuery({ ...queries.roles('clinician'), retry: false }).data ?? [];
  const allowed = link.state === 'allowed';
  const { form, busy, submit, head, field } = useApiForm<
    Omit<AccessLinkInput, 'roleId'> & { roleId: string }
  >({
    initialValues: {
      roleId: link.role?.id ?? '',
      confirmedNumberIds: link.numbers.filter((number) => number.confirmed).map((number) => number.id),
      allowAccess: allowed,
      notes: link.notes,
    },
    validate: {
      roleId: (value, values) => (values.allowAccess && !value ? t('link.roleFirst') : null),
    },
    save: async (values) => {
      const saved = await api.saveAccessLink(link.id, link.version, {
        ...values,
        roleId: values.roleId || null,
      });
      notifications.show({ color: 'green', message: t('common:states.saved') });
      onSaved(saved);
    },
  });
  const { roleId, allowAccess } = form.values;
  const names = roles.map((role) => ({ value: role.id, label: role.name }));
  if (link.role && !names.some((one) => one.value === link.role?.id)) {
    names.push({ value: link.role.id, label: link.role.name });
  }
  const all = roles.find((role) => role.id === roleId)?.permissions.includes('access_all_studies');

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <NativeSelect
          label={t('link.role')}
          description={t('link.roleHelp')}
          data={[{ value: '', label: t('link.chooseRole') }, ...names]}
          {...field('roleId')}
        />
        {all && (
          <Alert color="red" variant="light">
            {t('link.allStudies', { name: link.account.name })}
          </Alert>
        )}
        <Numbers
          link={link}
          value={form.values.confirmedNumberIds}
          onChange={(value) => form.setFieldValue('confirmedNumberIds', value)}
        />
        <Switch
          size="md"
          label={t('link.allow')}
          description={
            !roleId
              ? t('link.roleFirst')
              : allowed && !allowAccess
                ? t('link.suspends', { name: link.account.name })
                : t('link.allowHelp')
          }
          disabled={!roleId && !allowAccess}
          {...field('allowAccess', 'checkbox')}
        />
        <Textarea
          label={t('link.notes')}
          description={t('link.notesHelp')}
          autosize
          minRows={2}
          maxLength={2000}
          {...field('notes')}
        />
        <Button
          type="submit"
          loading={busy}
          disabled={!form.isDirty()}
          color={allowed && !allowAccess ? 'red' : undefined}
          style={{ alignSelf: 'flex-start' }}
        >
          {allowed && !allowAccess
            ? t('link.suspend', { name: link.account.name })
            : t('common:actions.save')}
        </Button>
      </Stack>
    </form>
  );
}

const words = (group: string, key: string) => (key ? (wordsFor('account', `${group}.${key}`) ?? key) : '');

export function AccessLinkPage() {
  const { t } = useTranslation(['clinician-portal', 'common', 'account']);
  const { linkId } = useParams({ from: '/signed-in/shell/admin/access-control/$linkId' });
  const queryClient = useQueryClient();
  const query = useQuery(queries.accessLink(linkId));
  const roles = useQuery({ ...queries.roles('clinician'), retry: false }).data ?? [];
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');

  const back = (
    <Anchor
      component={Link}
      to="/admin/access-control"
      size="sm"
      display="inline-flex"
      style={{ gap: 4, alignItems: 'center', alignSelf: 'flex-start' }}
    >
      <IconArrowLeft size={16} aria-hidden /> {t('links.title')}
    </Anchor>
  );
  if (query.isPending) return <RowsSkeleton rows={6} />;
  if (!query.data) {
    return (
      <>
        {back}
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      </>
    );
  }
  const link = query.data;
  const keep = (next: AccessLink) => {
    queryClient.setQueryData(queries.accessLink(linkId).queryKey, next);
    void queryClient.invalidateQueries({ queryKey: ['access-control', 'list'] });
  };

  return (
    <Page
      title={link.account.name}
      lead={t('link.lead')}
      helpHref="/help#portal"
      above={back}
      width="form"
      action={
        <Group gap="sm">
          <LinkStateBadge state={link.state} />
          {link.state === 'requested' && (
            <Button
              color="red"
              variant="light"
              leftSection={<IconX size={16} aria-hidden />}
              onClick={() => setDeclining(true)}
            >
              {t('link.decline')}
            </Button>
          )}
        </Group>
      }
    >
      <Paper withBorder p="md">
        <Facts
          items={[
            [t('account:fields.email'), link.email, 'wide'],
            [t('account:fields.profession'), words('professions', link.profession)],
            [t('account:fields.speciality'), words('specialities', link.speciality)],
            [t('links.requested'), <Moment key="at" at={link.requestedAt} />],
            ...(link.decidedAt
              ? [
                  [
                    t('link.decided'),
                    <span key="decided">
                      <Moment at={link.decidedAt} />{' '}
                      {link.decidedBy && t('common:history.by', { name: link.decidedBy })}
                    </span>,
                    'wide',
                  ] satisfies Fact,
                ]
              : []),
          ]}
        />
        {link.message && (
          <Box mt="md">
            <Text size="xs" c="dimmed">
              {t('links.message')}
            </Text>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {link.message}
            </Text>
          </Box>
        )}
        {link.declineReason && (
          <Text size="sm" mt="md" component="div">
            <Badge color="red" variant="light" tt="none" mr={8}>
              {t('links.states.declined')}
            </Badge>
            {link.declineReason}
          </Text>
        )}
      </Paper>
      <Paper withBorder p="md">
        <LinkForm key={link.version} link={link} onSaved={keep} />
      </Paper>
      <History entries={link.history} names={link.role ? [...roles, link.role] : roles} />
      <Confirm
        opened={declining}
        onClose={() => setDeclining(false)}
        title={t('link.declineTitle')}
        actionLabel={t('link.declineNamed', { name: link.account.name })}
        onConfirm={async () => keep(await api.declineAccess(link.id, reason.trim()))}
      >
        <Stack gap="sm">
          <Text size="sm">{t('link.declineText')}</Text>
          <Textarea
            label={t('link.declineReason')}
            description={t('link.declineReasonHelp')}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        </Stack>
      </Confirm>
    </Page>
  );
}
