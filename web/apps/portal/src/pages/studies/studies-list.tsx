import { Box, Checkbox, Group, Text, VisuallyHidden } from '@mantine/core';
import type { StudyRow } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { useFormat } from '@portico/ui';
import { IconArrowDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Cell, patientName, sourceText, StateBadge, StudyTime } from './cells';
import { ColumnEdge } from './column-edge';
import { gridTemplate, leastWidth } from './columns';
import { isControl, isTyping, listAct } from './list-keys';
import { RowMenu, type RowMenuProps } from './row-menu';
import classes from './studies-list.module.css';
import type { StudyColumns } from './use-columns';

interface StudiesListProps {
  studies: StudyRow[];
  layout: StudyColumns;
  // Rows become cards.
  narrow: boolean;
  staff: boolean;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onHelp: () => void;
  onManageAccess?: RowMenuProps['onManageAccess'];
  footer: ReactNode;
}

const rowHeight = 40;
const cardHeights = { staff: 104, clinician: 122 };

export function StudiesList(props: StudiesListProps) {
  const { studies, layout, narrow, staff, selected, onSelect, onHelp } = props;
  const { columns, widths } = layout;
  const { t } = useTranslation(['studies', 'common']);
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const size = narrow ? cardHeights[staff ? 'staff' : 'clinician'] : rowHeight;
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component only
  const rows = useVirtualizer({
    count: studies.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 12,
    scrollPaddingStart: 40,
  });
  useEffect(() => rows.measure(), [rows, size]);

  const open = (study: StudyRow | undefined) => {
    if (study) void navigate({ to: '/studies/$studyId', params: { studyId: study.id } });
  };
  const toggle = (study: StudyRow | undefined) => {
    if (!study) return;
    const next = new Set(selected);
    if (!next.delete(study.id)) next.add(study.id);
    onSelect(next);
  };
  const move = (to: number) => {
    setActive(to);
    rows.scrollToIndex(to);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true }),
    );
  };

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      const act = listAct(event, active, studies.length);
      if (!act || (act.kind === 'open' && isControl(event.target))) return;
      event.preventDefault();
      if (act.kind === 'move') move(act.to);
      else if (act.kind === 'open') open(studies[act.index]);
      else if (act.kind === 'select') toggle(studies[act.index]);
      else if (act.kind === 'clear') onSelect(new Set());
      else onHelp();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  });

  const template = gridTemplate(columns, widths);
  const allSelected = studies.length > 0 && studies.every((study) => selected.has(study.id));
  const shared = (index: number, study: StudyRow, top: number) => ({
    'data-index': index,
    'data-active': index === active || undefined,
    'data-selected': selected.has(study.id) || undefined,
    tabIndex: index === Math.max(active, 0) ? 0 : -1,
    onFocus: () => setActive(index),
    onClick: () => open(study),
    style: { transform: `translateY(${top}px)` },
  });
  const check = (study: StudyRow) => (
    <Box onClick={(event) => event.stopPropagation()} role="presentation">
      <Checkbox
        size="xs"
        tabIndex={-1}
        checked={selected.has(study.id)}
        onChange={() => toggle(study)}
        aria-label={t('select', { name: patientName(study, t('unnamed')) })}
      />
    </Box>
  );

  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="table"
        aria-label={t('title')}
        aria-rowcount={studies.length + 1}
        style={narrow ? undefined : { minWidth: leastWidth(columns, widths) }}
      >
        {!narrow && (
          <div role="rowgroup" style={{ display: 'contents' }}>
            <div
              role="row"
              aria-rowindex={1}
              className={classes.head}
              style={{ gridTemplateColumns: template }}
            >
              <div role="columnheader">
                <Checkbox
                  size="xs"
                  checked={allSelected}
                  indeterminate={!allSelected && selected.size > 0}
                  aria-label={t('selectAll')}
                  onChange={() =>
                    onSelect(allSelected ? new Set() : new Set(studies.map((study) => study.id)))
                  }
                />
              </div>
              {columns.map((column) => (
                <div
                  key={column}
                  role="columnheader"
                  data-column={column}
                  aria-sort={column === 'studyAt' ? 'descending' : undefined}
                  className={column === 'images' ? `${classes.name} ${classes.number}` : classes.name}
                >
                  <span title={t(`columns.${column}`)}>
                    {t(`columns.${column}`)}
                    {column === 'studyAt' && (
                      <IconArrowDown
                        size={12}
                        className={classes.sorted}
                        title={t('newestFirst')}
                        aria-hidden
                      />
                    )}
                  </span>
                  <ColumnEdge column={column} title={t('columns.drag')} onResize={layout.resize} />
                </div>
              ))}
              <div role="columnheader">
                <VisuallyHidden>{t('common:actions.more')}</VisuallyHidden>
              </div>
            </div>
          </div>
        )}
        <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const study = studies[index];
            if (!study) return null;
            return narrow ? (
              <StudyCard
                key={study.id}
                {...props}
                study={study}
                row={shared(index, study, start)}
                check={check(study)}
              />
            ) : (
              <div
                key={study.id}
                role="row"
                aria-rowindex={index + 2}
                className={classes.row}
                {...shared(index, study, start)}
                style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
              >
                <div role="cell">{check(study)}</div>
                {columns.map((column) => (
                  <div
                    key={column}
                    role="cell"
                    className={column === 'images' ? `${classes.cell} ${classes.number}` : classes.cell}
                  >
                    <Cell column={column} study={study} />
                  </div>
                ))}
                <div role="cell">
                  <RowMenu study={study} onManageAccess={props.onManageAccess} />
                </div>
              </div>
            );
          })}
        </div>
      </div>
      {props.footer}
    </div>
  );
}

interface StudyCardProps extends Pick<StudiesListProps, 'staff' | 'onManageAccess'> {
  study: StudyRow;
  row: object;
  check: ReactNode;
}

function StudyCard({ study, row, check, staff, onManageAccess }: StudyCardProps) {
  const { t } = useTranslation(['studies', 'common']);
  const format = useFormat();
  return (
    <div role="row" className={classes.card} {...row}>
      <div role="cell" style={{ paddingTop: 2 }}>
        {check}
      </div>
      <div role="cell" style={{ flex: 1, minWidth: 0 }}>
        <Group justify="space-between" gap={8} wrap="nowrap">
          <Cell column="patient" study={study} />
          {staff && <StateBadge state={study.state} />}
        </Group>
        <Text size="xs" c="dimmed" truncate>
          {[format.day(study.patient.birthDate), study.patient.patientId].filter(Boolean).join(' · ')}
        </Text>
        <Text size="sm" truncate>
          {[study.modalities.join(', '), study.description].filter(Boolean).join(' · ')}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          <StudyTime study={study} /> · {t('imageCount', { count: study.instanceCount })}
        </Text>
        {!staff && (
          <Text size="xs" c="dimmed" truncate>
            {study.tenant.name} · {study.sources.map(sourceText).join(', ')}
          </Text>
        )}
      </div>
      <div role="cell">
        <RowMenu study={study} onManageAccess={onManageAccess} />
      </div>
    </div>
  );
}
