import {
  Button,
  Checkbox,
  CloseButton,
  Drawer,
  Group,
  Indicator,
  NativeSelect,
  Popover,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { IconAdjustmentsHorizontal, IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sourceText } from './cells';
import {
  filterCount,
  parseStudySearch,
  relativeRanges,
  studySources,
  studyStates,
  type StudySearch,
} from './search';

export const modalities = [
  'CR',
  'CT',
  'DX',
  'IO',
  'MG',
  'MR',
  'NM',
  'OT',
  'PT',
  'PX',
  'RF',
  'SR',
  'US',
  'XA',
];

interface FiltersProps {
  search: StudySearch;
  onChange: (search: StudySearch) => void;
  staff: boolean;
  narrow: boolean;
}

interface ChoiceProps {
  label: string;
  values: readonly string[];
  chosen: string[];
  text: (value: string) => string;
  onChange: (chosen: string[] | undefined) => void;
}

// Several of a short list, as a button that says how many are chosen.
function Choice({ label, values, chosen, text, onChange }: ChoiceProps) {
  return (
    <Popover position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" fw={500} rightSection={<IconChevronDown size={14} aria-hidden />}>
          {chosen.length === 0 ? label : `${label}: ${chosen.map(text).join(', ')}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          value={chosen}
          onChange={(value) => onChange(value.length ? value : undefined)}
          label={label}
        >
          <Stack gap={8} mt={8}>
            {values.map((value) => (
              <Checkbox key={value} value={value} label={text(value)} size="xs" />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation(['studies', 'common']);
  const [text, setText] = useState(value);
  const send = useDebouncedCallback(onChange, 300);
  // The address may change by itself (a view chosen, filters cleared); what is being typed stays as it is.
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }
  const type = (next: string) => {
    setText(next);
    send(next);
  };
  return (
    <TextInput
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      aria-label={t('filters.search')}
      placeholder={t('filters.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text ? (
          <CloseButton size="sm" aria-label={t('common:actions.clear')} onClick={() => type('')} />
        ) : null
      }
      style={{ flex: '1 1 240px', maxWidth: 420 }}
      type="search"
    />
  );
}

function DateFilter({ search, onChange }: Pick<FiltersProps, 'search' | 'onChange'>) {
  const { t } = useTranslation(['studies', 'common']);
  const [custom, setCustom] = useState(Boolean(search.from ?? search.to));
  const value = search.range ?? (custom || search.from || search.to ? 'custom' : '');
  const choose = (next: string) => {
    setCustom(next === 'custom');
    const range = relativeRanges.find((one) => one === next);
    onChange({ ...search, range, from: undefined, to: undefined });
  };
  return (
    <>
      <NativeSelect
        aria-label={t('filters.date')}
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: t('filters.anyDate') },
          ...relativeRanges.map((range) => ({ value: range, label: t(`filters.ranges.${range}`) })),
          { value: 'custom', label: t('filters.between') },
        ]}
      />
      {value === 'custom' && (
        <Group gap={6} wrap="nowrap">
          <TextInput
            type="date"
            aria-label={t('filters.from')}
            value={search.from ?? ''}
            max={search.to}
            onChange={(event) => onChange({ ...search, from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            aria-label={t('filters.to')}
            value={search.to ?? ''}
            min={search.from}
            onChange={(event) => onChange({ ...search, to: event.currentTarget.value || undefined })}
          />
        </Group>
      )}
    </>
  );
}

function TenantFilter({ search, onChange }: Pick<FiltersProps, 'search' | 'onChange'>) {
  const { t } = useTranslation(['studies', 'common']);
  const cards = useInfiniteQuery(queries.directory('')).data?.pages.flatMap((page) => page.items) ?? [];
  const allowed = cards.filter((card) => card.state === 'allowed');
  if (allowed.length < 2 && !search.tenant) return null;
  return (
    <NativeSelect
      aria-label={t('columns.tenant')}
      value={search.tenant ?? ''}
      onChange={(event) => onChange({ ...search, tenant: event.currentTarget.value || undefined })}
      data={[
        { value: '', label: t('filters.anyTenant') },
        ...allowed.map((card) => ({ value: card.tenantId, label: card.displayName })),
      ]}
    />
  );
}

function Fields({ search, onChange, staff }: Omit<FiltersProps, 'narrow'>) {
  const { t } = useTranslation(['studies', 'common']);
  return (
    <>
      <DateFilter search={search} onChange={onChange} />
      <Choice
        label={t('columns.modality')}
        values={modalities}
        chosen={search.modality ?? []}
        text={(value) => value}
        onChange={(modality) => onChange({ ...search, modality })}
      />
      {staff ? (
        <NativeSelect
          aria-label={t('columns.state')}
          value={search.state ?? ''}
          onChange={(event) => onChange(parseStudySearch({ ...search, state: event.currentTarget.value }))}
          data={[
            { value: '', label: t('filters.anyState') },
            ...studyStates.map((state) => ({ value: state, label: t(`states.${state}`) })),
          ]}
        />
      ) : (
        <>
          <TenantFilter search={search} onChange={onChange} />
          <Choice
            label={t('columns.why')}
            values={studySources.filter((source) => source !== 'staff')}
            chosen={search.source ?? []}
            text={sourceText}
            onChange={(source) => onChange(parseStudySearch({ ...search, source }))}
          />
        </>
      )}
      <Switch
        label={t('filters.unread')}
        checked={search.unread ?? false}
        onChange={(event) => onChange({ ...search, unread: event.currentTarget.checked || undefined })}
      />
    </>
  );
}

export function Filters(props: FiltersProps) {
  const { search, onChange, narrow } = props;
  const { t } = useTranslation(['studies', 'common']);
  const [opened, drawer] = useDisclosure(false);
  const count = filterCount(search);
  return (
    <Group gap="xs" role="search" wrap={narrow ? 'nowrap' : 'wrap'}>
      <SearchField
        value={search.q ?? ''}
        onChange={(q) => onChange({ ...search, q: q.trim() || undefined })}
      />
      {narrow ? (
        <>
          <Indicator label={count} size={16} disabled={count === 0}>
            <Button variant="default" px="sm" onClick={drawer.open} aria-label={t('filters.open', { count })}>
              <IconAdjustmentsHorizontal size={18} aria-hidden />
            </Button>
          </Indicator>
          <Drawer
            opened={opened}
            onClose={drawer.close}
            position="bottom"
            size="auto"
            title={t('filters.title')}
            closeButtonProps={{ 'aria-label': t('common:actions.close') }}
          >
            <Stack>
              <Fields {...props} />
              <Button onClick={drawer.close}>{t('filters.show')}</Button>
              {count > 0 && (
                <Button variant="default" onClick={() => onChange({ q: search.q })}>
                  {t('filters.clear')}
                </Button>
              )}
            </Stack>
          </Drawer>
        </>
      ) : (
        <Fields {...props} />
      )}
      {!narrow && (count > 0 || search.q) && (
        <Button variant="subtle" onClick={() => onChange({})}>
          {t('filters.clear')}
        </Button>
      )}
    </Group>
  );
}
