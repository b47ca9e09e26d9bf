import {
  ActionIcon,
  Box,
  Button,
  CloseButton,
  Group,
  Modal,
  Paper,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { api, queries, type ReferrerLink, type UnmatchedReferrer } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import {
  Confirm,
  EmptyState,
  ErrorState,
  Loaded,
  LoadMore,
  Moment,
  Page,
  personName,
  ScrollX,
  useFormat,
} from '@portico/ui';
import { IconLink, IconLinkOff, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

function ChooseClinician({ referrer, onDone }: { referrer: UnmatchedReferrer; onDone: () => void }) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const list = useQuery({ ...queries.clinicians(q), placeholderData: (previous) => previous });
  const link = useMutation({
    mutationFn: (membershipId: string) =>
      api.linkReferrer({ normalisedName: referrer.normalisedName, name: referrer.name, membershipId }),
    onSuccess: () => {
      notifications.show({ color: 'green', message: t('referrers.linked', { count: referrer.studies }) });
      onDone();
    },
  });
  return (
    <Stack>
      <Text size="sm">
        {t('referrers.linkText', { name: personName(referrer.name), count: referrer.studies })}
      </Text>
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('referrers.searchClinician')}
        placeholder={t('referrers.searchClinician')}
        leftSection={<IconSearch size={16} aria-hidden />}
        data-autofocus
      />
      {link.isError && <ErrorState error={link.error} />}
      <Loaded query={list}>
        {() =>
          list.data?.items.length === 0 ? (
            <EmptyState>{t('referrers.noClinician')}</EmptyState>
          ) : (
            <Box>
              {list.data?.items.map((clinician) => (
                <Group
                  key={clinician.membershipId}
                  wrap="nowrap"
                  justify="space-between"
                  py={8}
                  className="line"
                >
                  <Box style={{ minWidth: 0 }}>
                    <Text size="sm" fw={600} truncate>
                      {clinician.name}
                    </Text>
                    <Text size="xs" c="dimmed" truncate>
                      {[
                        clinician.accountName === clinician.name ? '' : clinician.accountName,
                        clinician.speciality,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Text>
                  </Box>
                  <Button
                    size="xs"
                    variant="light"
                    loading={link.isPending && link.variables === clinician.membershipId}
                    aria-label={t('referrers.linkTo', { name: clinician.name })}
                    onClick={() => link.mutate(clinician.membershipId)}
                  >
                    {t('referrers.link')}
                  </Button>
                </Group>
              ))}
            </Box>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Linked() {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const queryClient = useQueryClient();
  const list = useQuery(queries.referrerLinks());
  const links = list.data?.items ?? [];
  const [removing, setRemoving] = useState<ReferrerLink | null>(null);
  if (list.isSuccess && links.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('referrers.linkedTitle')}
      </Title>
      <Loaded query={list}>
        {() => (
          <>
            {links.map((link) => (
              <Group key={link.id} wrap="nowrap" justify="space-between" py={8} className="line">
                <Box style={{ minWidth: 0 }}>
                  <Text size="sm" fw={600}>
                    {personName(link.name || link.normalisedName)} → {link.clinician}
                  </Text>
                  <Text size="xs" c="dimmed">
                    <Moment at={link.madeAt} /> · {link.madeBy}
                  </Text>
                </Box>
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={t('referrers.unlink', { name: personName(link.name || link.normalisedName) })}
                  title={t('referrers.unlink', { name: personName(link.name || link.normalisedName) })}
                  onClick={() => setRemoving(link)}
                >
                  <IconLinkOff size={18} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
          </>
        )}
      </Loaded>
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('referrers.unlinkTitle')}
        actionLabel={t('referrers.unlink', { name: personName(removing?.name ?? '') })}
        onConfirm={async () => {
          if (removing) await api.unlinkReferrer(removing.id);
          await queryClient.invalidateQueries({ queryKey: ['referrers'] });
        }}
      >
        {t('referrers.unlinkText', { name: removing?.clinician ?? '' })}
      </Confirm>
    </Paper>
  );
}

// Names in studies that no confirmed number explains; the department may say who they are (CLA-11).
export function ReferrersPage() {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const format = useFormat();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const list = useInfiniteQuery({
    ...queries.unmatchedReferrers(q),
    placeholderData: (previous) => previous,
  });
  const names = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [linking, setLinking] = useState<UnmatchedReferrer | null>(null);

  return (
    <Page title={t('referrers.title')} lead={t('referrers.lead')} helpHref="/help#portal" width="text">
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('referrers.search')}
        placeholder={t('referrers.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text ? (
            <CloseButton size="sm" aria-label={t('common:actions.clear')} onClick={() => setText('')} />
          ) : null
        }
        maw={420}
      />
      <Loaded query={list}>
        {() =>
          names.length === 0 ? (
            <EmptyState>{q ? t('referrers.emptySearch') : t('referrers.empty')}</EmptyState>
          ) : (
            <Box>
              <ScrollX label={t('referrers.title')} folds>
                <Table verticalSpacing={8} miw={{ base: 0, sm: 560 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('referrers.name')}</Table.Th>
                      <Table.Th ta="right">{t('referrers.studies')}</Table.Th>
                      <Table.Th>{t('referrers.last')}</Table.Th>
                      <Table.Th w={170}>
                        <VisuallyHidden>{t('common:actions.more')}</VisuallyHidden>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {names.map((one) => (
                      <Table.Tr key={`${one.normalisedName}-${one.code ?? ''}`}>
                        <Table.Td>
                          <Text size="sm" fw={600}>
                            {personName(one.name)}
                          </Text>
                          {one.code && (
                            <Text size="xs" c="dimmed">
                              {one.code}
                            </Text>
                          )}
                        </Table.Td>
                        <Table.Td ta="right">{format.number(one.studies)}</Table.Td>
                        <Table.Td>{format.day(one.lastStudyAt) || '–'}</Table.Td>
                        <Table.Td ta="right">
                          <Button
                            size="xs"
                            variant="default"
                            leftSection={<IconLink size={14} aria-hidden />}
                            aria-label={t('referrers.chooseFor', { name: personName(one.name) })}
                            onClick={() => setLinking(one)}
                          >
                            {t('referrers.choose')}
                          </Button>
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </ScrollX>
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
      <Linked />
      <Modal
        opened={linking !== null}
        onClose={() => setLinking(null)}
        title={<Text fw={650}>{t('referrers.choose')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        {linking && (
          <ChooseClinician
            referrer={linking}
            onDone={() => {
              setLinking(null);
              void queryClient.invalidateQueries({ queryKey: ['referrers'] });
            }}
          />
        )}
      </Modal>
    </Page>
  );
}
