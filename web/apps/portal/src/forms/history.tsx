import { Accordion, List, Text } from '@mantine/core';
import type { HistoryEntry } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Moment } from '@portico/ui';

// Who changed what and when, on the object itself (GEN-11).
export function History({ entries, title }: { entries: HistoryEntry[]; title?: string }) {
  const { t } = useTranslation();
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
                  {entry.change}
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
