import { Anchor, Box, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { useEffect } from 'react';

const topics = [
  'start',
  'studies',
  'study',
  'viewer',
  'access',
  'directory',
  'upload',
  'pull',
  'validation',
  'portal',
  'roles',
  'machines',
  'audit',
  'profile',
] as const;

export function HelpPage() {
  const { t } = useTranslation(['help', 'common']);
  useEffect(() => {
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <Page title={t('title')} lead={t('lead')} width="text">
      <Box component="nav" aria-label={t('contents')}>
        <List size="sm">
          {topics.map((topic) => (
            <List.Item key={topic}>
              <Anchor href={`#${topic}`} size="sm" display="inline-block" py={3}>
                {t(`${topic}.title`)}
              </Anchor>
            </List.Item>
          ))}
        </List>
      </Box>
      <Stack gap="lg">
        {topics.map((topic) => (
          <section key={topic} id={topic} aria-labelledby={`${topic}-title`}>
            <Title order={2} id={`${topic}-title`} mb={4}>
              {t(`${topic}.title`)}
            </Title>
            {t(`${topic}.text`)
              .split('\n')
              .map((paragraph) => (
                <Text key={paragraph} mb={6}>
                  {paragraph}
                </Text>
              ))}
          </section>
        ))}
      </Stack>
    </Page>
  );
}
