import { Accordion, List, Text } from '@mantine/core';
import type { HistoryEntry } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Moment } from '@portico/ui';
import { historyText } from './history-text';

interface HistoryProps {
  entries: HistoryEntry[];
  title?: string;
  // What the ids in the entries stand for: roles, for example.
  names?: { id: string; name: string }[];
}

// Who changed what and when, on the object itself (GEN-11).
export function History({ entries, title, names = [] }: HistoryProps) {
  const { t } = useTranslation();
  const named = (change: string) =>
    names.reduce((text, { id, name }) => (id ? text.replaceAll(id, name) : text), change);
  return (
    <Accordion variant="contained" chevronPosition="left">
      <Accordion.Item value="history">
        <Accordion.Control>
          <Text size="sm" fw={600}>
            {title ?? t('history.title')} ({entries.length})
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          {entries.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('history.empty')}
            </Text>
          ) : (
            <List size="sm" spacing={4} listStyleType="none">
              {entries.map((entry, index) => (
                <List.Item key={index}>
                  {historyText(named(entry.change))}
                  <Text size="xs" c="dimmed" component="span" display="block">
                    <Moment at={entry.at} /> · {entry.by}
                  </Text>
                </List.Item>
              ))}
            </List>
          )}
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
