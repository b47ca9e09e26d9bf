import { Button, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { CorrectedData, ValidationCase } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { useApiForm } from '../../forms/use-api-form';
import { caseFields, changedFields, effectiveFields, type CaseField } from './compare';

export function useSexChoices() {
  const { t } = useTranslation(['validation', 'common']);
  return [
    { value: '', label: t('common:sex.unknown') },
    { value: 'F', label: t('common:sex.F') },
    { value: 'M', label: t('common:sex.M') },
    { value: 'O', label: t('common:sex.O') },
  ];
}

interface CorrectFieldsProps {
  one: ValidationCase;
  onSave: (fields: CorrectedData) => Promise<void>;
}

// Completing or correcting what the images say; the images delivered from then on carry the corrected values.
export function CorrectFields({ one, onSave }: CorrectFieldsProps) {
  const { t } = useTranslation(['validation', 'common']);
  const sexes = useSexChoices();
  const before = effectiveFields(one);
  const { form, busy, submit, head, field } = useApiForm<Record<CaseField, string>>({
    initialValues: before,
    save: (values) => onSave(changedFields(before, values)),
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {caseFields.map((name) =>
            name === 'sex' ? (
              <NativeSelect key={name} label={t(`fields.${name}`)} data={sexes} {...field(name)} />
            ) : (
              <TextInput
                key={name}
                type={name === 'birthDate' || name === 'studyDate' ? 'date' : 'text'}
                label={t(`fields.${name}`)}
                description={name === 'name' ? t('nameHelp') : undefined}
                {...field(name)}
              />
            ),
          )}
        </SimpleGrid>
        <Button type="submit" loading={busy} disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
          {t('saveFields')}
        </Button>
      </Stack>
    </form>
  );
}
