import { Tabs } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Nodes } from './nodes';
import { Rules } from './rules';
import { Servers } from './servers';

const panels = { nodes: Nodes, dicomweb: Servers, 'pull-rules': Rules };
const sections = ['nodes', 'dicomweb', 'pull-rules'] as const;

// The other systems of a department (STU-1, STU-4, CLA-27).
export function IntegrationsPage() {
  const { t } = useTranslation(['integrations', 'common']);
  const { section } = useParams({ from: '/signed-in/shell/admin/integrations/$section' });
  const navigate = useNavigate();
  const current = sections.find((one) => one === section) ?? 'nodes';
  const Panel = panels[current];
  return (
    <Page title={t('title')} lead={t('lead')} helpHref="/help#machines">
      <Tabs
        value={current}
        onChange={(next) =>
          void navigate({ to: '/admin/integrations/$section', params: { section: next ?? 'nodes' } })
        }
      >
        <Tabs.List>
          {sections.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`sections.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {sections.map((one) => (
          <Tabs.Panel key={one} value={one} pt="md">
            {one === current && <Panel />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
