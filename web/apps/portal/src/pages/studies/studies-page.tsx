import { Anchor, Button, Group, Kbd, Modal, Stack, Table, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { queries, type StudyRow } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, ErrorState, LoadMore, Page, RowsSkeleton } from '@portico/ui';
import { IconKey, IconKeyboard } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { isStaff, useCan, useSession } from '../../app/session';
import { ColumnChooser } from './column-chooser';
import { Filters } from './filters';
import { RecallNotices } from './recall-notices';
import { isFiltered, parseStudySearch, toStudyQuery, type StudySearch } from './search';
import { StudiesList } from './studies-list';
import classes from './studies-list.module.css';
import { useStudyColumns } from './use-columns';
import { Views } from './views';

const ManageAccess = lazy(async () => ({ default: (await import('../study/manage-access')).ManageAccess }));

const SendStudy = lazy(async () => ({ default: (await import('../study/send-study')).SendStudy }));

function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['studies', 'common']);
  const keys = [
    ['j', t('keys.next')],
    ['k', t('keys.previous')],
    ['Enter', t('keys.open')],
    ['x', t('keys.select')],
    ['Esc', t('keys.clear')],
    ['?', t('keys.help')],
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={650}>{t('keys.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Table>
        <Table.Tbody>
          {keys.map(([key, act]) => (
            <Table.Tr key={key}>
              <Table.Td w={80}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{act}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

export function StudiesPage() {
  const { t } = useTranslation(['studies', 'common']);
  const session = useSession();
  const can = useCan();
  const navigate = useNavigate({ from: '/studies' });
  // Only what this page knows: other things may stand in the address.
  const given = useSearch({ from: '/signed-in/shell/studies' });
  const search = useMemo(() => parseStudySearch({ ...given }), [given]);
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [help, helpDialog] = useDisclosure(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [managed, setManaged] = useState<StudyRow[] | null>(null);
  const [sending, setSending] = useState<StudyRow | null>(null);

  const staff = isStaff(session);
  const role = staff ? 'staff' : 'clinician';
  const layout = useStudyColumns(role);
  const query = useMemo(() => toStudyQuery(search, new Date()), [search]);
  const list = useInfiniteQuery({ ...queries.studies(query), placeholderData: (previous) => previous });
  const studies = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const chosen = studies.filter((study) => selected.has(study.id));
  const mayManage = can('manage_clinician_access', 'explicit_access_grant');

  const change = (next: StudySearch) => {
    setSelected(new Set());
    void navigate({ search: next, replace: true });
  };

  const empty = isFiltered(search) ? (
    <EmptyState action={<Button onClick={() => change({})}>{t('filters.clear')}</Button>}>
      {t('empty.filtered')}
    </EmptyState>
  ) : staff ? (
    <EmptyState
      action={
        can('manage_integrations') ? (
          <Anchor component={Link} to="/admin/integrations">
            {t('empty.nodes')}
          </Anchor>
        ) : null
      }
    >
      {t('empty.staff')}
    </EmptyState>
  ) : (
    <EmptyState
      action={
        <Button component={Link} to="/directory">
          {t('empty.directory')}
        </Button>
      }
    >
      {t('empty.clinician')}
    </EmptyState>
  );

  return (
    <Page
      title={t('title')}
      lead={staff ? t('leadStaff') : t('leadClinician')}
      helpHref="/help#studies"
      fill
      action={
        !narrow && (
          <>
            <Button
              variant="default"
              leftSection={<IconKeyboard size={16} aria-hidden />}
              onClick={helpDialog.open}
            >
              {t('keys.button')}
            </Button>
            <ColumnChooser layout={layout} />
          </>
        )
      }
    >
      <RecallNotices />
      <Filters search={search} onChange={change} staff={staff} narrow={narrow} />
      <Views search={search} onChange={change} />
      {list.isPending ? (
        <RowsSkeleton rows={10} />
      ) : list.isError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : studies.length === 0 ? (
        empty
      ) : (
        <div className={classes.frame} aria-busy={list.isPlaceholderData}>
          <StudiesList
            studies={studies}
            layout={layout}
            narrow={narrow}
            staff={staff}
            selected={selected}
            onSelect={setSelected}
            onHelp={helpDialog.open}
            onManageAccess={mayManage ? (study) => setManaged([study]) : undefined}
            onSend={staff && can('view_studies') ? setSending : undefined}
            footer={<LoadMore query={list} />}
          />
        </div>
      )}
      {chosen.length > 0 && (
        <Group
          className={classes.bar}
          justify="space-between"
          role="region"
          aria-label={t('selection.title')}
        >
          <Text size="sm" fw={600} aria-live="polite">
            {t('selection.count', { count: chosen.length })}
          </Text>
          <Group gap="xs">
            {mayManage && (
              <Button
                size="xs"
                leftSection={<IconKey size={16} aria-hidden />}
                onClick={() => setManaged(chosen)}
              >
                {t('manageAccess')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => setSelected(new Set())}>
              {t('selection.clear')}
            </Button>
          </Group>
        </Group>
      )}
      <Stack gap={0}>
        <KeysHelp opened={help} onClose={helpDialog.close} />
        <Suspense fallback={null}>
          {managed && <ManageAccess studies={managed} onClose={() => setManaged(null)} />}
          {sending && <SendStudy study={sending} onClose={() => setSending(null)} />}
        </Suspense>
      </Stack>
    </Page>
  );
}
