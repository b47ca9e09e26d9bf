import { Badge, Box, CloseButton, Group, NativeSelect, Table, Tabs, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { queries, type AccessLink } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { EmptyState, Loaded, LoadMore, Moment, Page, ScrollX } from '@portico/ui';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

const linkColors: Record<string, string> = {
  requested: 'blue',
  allowed: 'green',
  declined: 'red',
  suspended: 'yellow',
  withdrawn: 'gray',
};

const filterStates = ['requested', 'allowed', 'declined', 'suspended'] as const;

export function LinkStateBadge({ state }: { state: string }) {
  return (
    <Badge variant="light" color={linkColors[state] ?? 'gray'} tt="none">
      {wordsFor('clinician-portal', `links.states.${state}`) ?? state}
    </Badge>
  );
}

// "RIZIV 1-48213-03-580"; a number of no registered kind is named by who issued it.
export const numberText = ({ type, issuer, value }: AccessLink['numbers'][number]) =>
  [type === 'other' && issuer ? '' : type.toUpperCase(), issuer, value].filter(Boolean).join(' ');

function Links({ kind, state, q }: { kind: string; state: string; q: string }) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    ...queries.accessLinks({ kind, state, q }),
    placeholderData: (previous) => previous,
  });
  const links = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Loaded query={list}>
      {() =>
        links.length === 0 ? (
          <EmptyState>{q || state ? t('links.emptyFiltered') : t('links.empty')}</EmptyState>
        ) : (
          <Box>
            <ScrollX label={t('links.title')} folds>
              <Table verticalSpacing={8} miw={{ base: 0, sm: 720 }} highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('links.account')}</Table.Th>
                    <Table.Th>{t('links.numbers')}</Table.Th>
                    <Table.Th>{t('links.message')}</Table.Th>
                    <Table.Th>{t('links.requested')}</Table.Th>
                    <Table.Th>{t('links.role')}</Table.Th>
                    <Table.Th>{t('links.state')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {links.map((link) => (
                    <Table.Tr
                      key={link.id}
                      style={{ cursor: 'pointer' }}
                      onClick={() =>
                        void navigate({ to: '/admin/access-control/$linkId', params: { linkId: link.id } })
                      }
                    >
                      <Table.Td>
                        <Link
                          to="/admin/access-control/$linkId"
                          params={{ linkId: link.id }}
                          className="plain-link"
                          style={{ fontWeight: 600 }}
                        >
                          {link.account.name}
                        </Link>
                        <Text size="xs" c="dimmed">
                          {link.email}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm">{link.numbers.map(numberText).join(', ') || '–'}</Text>
                      </Table.Td>
                      <Table.Td maw={{ base: 'none', sm: 260 }}>
                        <Text size="sm" lineClamp={2}>
                          {link.message || '–'}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Moment at={link.requestedAt} relative />
                      </Table.Td>
                      <Table.Td>{link.role?.name ?? '–'}</Table.Td>
                      <Table.Td>
                        <LinkStateBadge state={link.state} />
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
  );
}

// Every account that asked for access or has it (CLA-4).
export function AccessControlPage() {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const [kind, setKind] = useState('individual');
  const [state, setState] = useState('');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  return (
    <Page title={t('links.title')} lead={t('links.lead')} helpHref="/help#portal">
      <Tabs value={kind} onChange={(value) => setKind(value ?? 'individual')}>
        <Tabs.List>
          <Tabs.Tab value="individual">{t('links.individual')}</Tabs.Tab>
          <Tabs.Tab value="organisation">{t('links.organisations')}</Tabs.Tab>
        </Tabs.List>
        {['individual', 'organisation'].map((panel) => (
          <Tabs.Panel key={panel} value={panel} pt="md">
            {panel === kind && (
              <>
                <Group mb="md" gap="xs" role="search">
                  <TextInput
                    type="search"
                    value={text}
                    onChange={(event) => setText(event.currentTarget.value)}
                    aria-label={t('links.search')}
                    placeholder={t('links.search')}
                    leftSection={<IconSearch size={16} aria-hidden />}
                    rightSection={
                      text ? (
                        <CloseButton
                          size="sm"
                          aria-label={t('common:actions.clear')}
                          onClick={() => setText('')}
                        />
                      ) : null
                    }
                    style={{ flex: '1 1 220px', maxWidth: 420 }}
                  />
                  <NativeSelect
                    aria-label={t('links.state')}
                    value={state}
                    onChange={(event) => setState(event.currentTarget.value)}
                    data={[
                      { value: '', label: t('links.anyState') },
                      ...filterStates.map((one) => ({ value: one, label: t(`links.states.${one}`) })),
                    ]}
                  />
                </Group>
                <Links kind={kind} state={state} q={q} />
              </>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
