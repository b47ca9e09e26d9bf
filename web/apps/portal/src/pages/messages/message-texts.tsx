import { Box, Group, NativeSelect, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { queries, type MessageText } from '@portico/api';
import { isLanguage, type Language, useTranslation } from '@portico/i18n';
import { Loaded } from '@portico/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { languageChoices } from '../../app/language';
import { kindText } from './message-words';

function Preview({ shown, asText }: { shown: MessageText; asText: boolean }) {
  const { t } = useTranslation('messages');
  return (
    <Paper withBorder>
      {shown.subject && (
        <Box p="sm" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
          <Text size="xs" c="dimmed">
            {t('texts.subject')}
          </Text>
          <Text fw={600} lang={shown.language}>
            {shown.subject}
          </Text>
        </Box>
      )}
      {shown.html && !asText ? (
        // The mail as mail programs show it: on its own, without scripts.
        <iframe
          title={t('texts.previewOf', { subject: shown.subject })}
          sandbox=""
          srcDoc={shown.html}
          style={{ display: 'block', width: '100%', height: 460, border: 0 }}
        />
      ) : (
        <Text
          p="sm"
          size="sm"
          lang={shown.language}
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          data-preview
        >
          {shown.text}
        </Text>
      )}
    </Paper>
  );
}

// Every message in every language, with made-up values.
export function MessageTexts() {
  const { t, i18n } = useTranslation('messages');
  const texts = useQuery(queries.messageTexts());
  const items = texts.data?.items ?? [];
  const kinds = [...new Set(items.map((item) => item.kind))];
  const [kind, setKind] = useState('');
  const [language, setLanguage] = useState<Language>(isLanguage(i18n.language) ? i18n.language : 'en');
  const [form, setForm] = useState('html');
  const chosen = kind || kinds[0];
  const shown = items.find((item) => item.kind === chosen && item.language === language);
  return (
    <Stack maw={720}>
      <Text size="sm">{t('texts.lead')}</Text>
      <Loaded query={texts}>
        {() => (
          <>
            <Group align="flex-end" gap="sm">
              <NativeSelect
                label={t('texts.kind')}
                value={chosen}
                onChange={(event) => setKind(event.currentTarget.value)}
                data={kinds.map((one) => ({ value: one, label: kindText(one) }))}
                style={{ flex: '1 1 220px' }}
              />
              <NativeSelect
                label={t('texts.language')}
                value={language}
                onChange={(event) => setLanguage(event.currentTarget.value as Language)}
                data={languageChoices}
              />
              {shown?.html && (
                <SegmentedControl
                  aria-label={t('texts.form')}
                  value={form}
                  onChange={setForm}
                  data={[
                    { value: 'html', label: t('texts.html') },
                    { value: 'text', label: t('texts.text') },
                  ]}
                />
              )}
            </Group>
            {shown && <Preview shown={shown} asText={form === 'text'} />}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
