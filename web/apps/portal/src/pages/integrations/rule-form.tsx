import { Button, Checkbox, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, type PullRule, type PullRuleInput } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { modalities } from '../studies/filters';
import { choices, frequency } from './frequency';

export interface RuleSource {
  id: string;
  name: string;
}

interface RuleFormProps {
  rule: PullRule | null; // none: a new one
  sources: RuleSource[];
  onDone: () => void;
}

export function useFrequencyText() {
  const { t } = useTranslation('integrations');
  return (minutes: number) => {
    const { unit, count } = frequency(minutes);
    return t(`frequency.${unit}`, { count });
  };
}

const initialValues = (rule: PullRule | null, sources: RuleSource[]) => ({
  name: rule?.name ?? '',
  sourceId: rule?.sourceId ?? (sources.length === 1 ? (sources[0]?.id ?? '') : ''),
  modality: rule?.modality ?? '',
  patientId: rule?.patientId ?? '',
  lastDays: (rule?.lastDays ?? 7) as number | string,
  everyMinutes: String(rule?.everyMinutes ?? 60),
  enabled: rule?.enabled ?? true,
});

type Values = ReturnType<typeof initialValues>;

const toBody = (values: Values): PullRuleInput => ({
  ...values,
  name: values.name.trim(),
  patientId: values.patientId.trim() || undefined,
  lastDays: Number(values.lastDays),
  everyMinutes: Number(values.everyMinutes),
});

// What a change of one thing sends: the rest as it is.
export const ruleInput = ({
  name,
  sourceId,
  modality,
  patientId,
  lastDays,
  everyMinutes,
  enabled,
}: PullRule): PullRuleInput => ({
  name,
  sourceId,
  modality,
  patientId: patientId ?? undefined,
  lastDays,
  everyMinutes,
  enabled,
});

// What is pulled by itself, from where, and how often (STU-4).
export function RuleForm({ rule, sources, onDone }: RuleFormProps) {
  const { t } = useTranslation(['integrations', 'common']);
  const frequencyText = useFrequencyText();
  // A source that may not be pulled from any more is still the rule's.
  const known = sources.some(({ id }) => id === rule?.sourceId);
  const offered =
    rule && !known
      ? [...sources, { id: rule.sourceId, name: rule.source || t('rules.sourceGone') }]
      : sources;
  const { busy, submit, head, field } = useApiForm({
    initialValues: initialValues(rule, sources),
    validate: {
      name: filled(t('common:forms.required')),
      sourceId: filled(t('rules.sourceNeeded')),
      lastDays: (value) => {
        const days = Number(value);
        return Number.isInteger(days) && days >= 1 && days <= 3650 ? null : t('rules.lastDaysError');
      },
    },
    guard: false,
    save: async (values) => {
      const body = toBody(values);
      if (rule) await api.changePullRule(rule.id, rule.version, body);
      else await api.createPullRule(body);
      const message = t(rule ? 'rules.saved' : 'rules.added', { name: body.name });
      notifications.show({ color: 'green', message });
      onDone();
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('rules.name')}
          maxLength={100}
          data-autofocus={rule === null || undefined}
          {...field('name')}
        />
        <NativeSelect
          label={t('rules.source')}
          data={[{ value: '', label: '' }, ...offered.map(({ id, name }) => ({ value: id, label: name }))]}
          {...field('sourceId')}
        />
        <NativeSelect
          label={t('rules.modality')}
          data={[
            { value: '', label: t('rules.anyModality') },
            ...modalities.map((value) => ({ value, label: value })),
          ]}
          {...field('modality')}
        />
        <TextInput
          label={t('rules.patientId')}
          description={t('rules.patientIdHelp')}
          maxLength={64}
          {...field('patientId')}
        />
        <NumberInput
          label={t('rules.lastDays')}
          min={1}
          max={3650}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          {...field('lastDays')}
        />
        <NativeSelect
          label={t('rules.everyMinutes')}
          data={choices(rule?.everyMinutes).map((minutes) => ({
            value: String(minutes),
            label: frequencyText(minutes),
          }))}
          {...field('everyMinutes')}
        />
        <Checkbox label={t('rules.enabled')} {...field('enabled', 'checkbox')} />
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {rule ? t('common:actions.save') : t('rules.add')}
        </Button>
      </Stack>
    </form>
  );
}
