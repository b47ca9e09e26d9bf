import { Anchor, Button, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { api, queries, type Professions } from '@portico/api';
import { isLanguage, setLanguage, useTranslation, wordsFor } from '@portico/i18n';
import { Loaded, Page } from '@portico/ui';
import { IconMailOpened, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { languageChoices } from '../../app/language';
import { useSession } from '../../app/session';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { longEnough, NewPassword } from './new-password';

const numberType = (key: string) => wordsFor('account', `numberTypes.${key}`);
const profession = (key: string) => wordsFor('account', `professions.${key}`) ?? key;
const speciality = (key: string) => wordsFor('account', `specialities.${key}`) ?? key;

function RegisterForm({ choices, onDone }: { choices: Professions; onDone: (email: string) => void }) {
  const { t, i18n } = useTranslation(['account', 'common']);
  const required = filled(t('common:forms.required'));
  const needsIssuer = (type: string) =>
    choices.numberTypes.find((one) => one.type === type)?.needsIssuer ?? false;

  const { form, busy, submit, head, field } = useApiForm({
    initialValues: {
      givenName: '',
      familyName: '',
      email: '',
      password: '',
      profession: '',
      speciality: '',
      language: i18n.language,
      professionalNumbers: [{ type: choices.numberTypes[0]?.type ?? '', issuer: '', value: '' }],
    },
    validate: {
      givenName: required,
      familyName: required,
      email: required,
      password: longEnough(t('fields.passwordShort')),
      profession: required,
    },
    save: async (values) => {
      const numbers = values.professionalNumbers.filter((number) => number.value.trim() !== '');
      const { email } = await api.register({
        ...values,
        name: `${values.givenName} ${values.familyName}`.trim(),
        professionalNumbers: numbers.map(({ type, issuer, value }) =>
          needsIssuer(type) ? { type, issuer, value: value.trim() } : { type, value: value.trim() },
        ),
      });
      onDone(email || values.email);
    },
  });

  // The page speaks the chosen language at once, chosen here or by the chooser below; what is typed stays.
  useEffect(() => {
    if (form.getValues().language !== i18n.language) form.setFieldValue('language', i18n.language);
  }, [form, i18n.language]);

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <Group grow gap="sm" align="flex-start" preventGrowOverflow={false} wrap="wrap">
          <TextInput
            label={t('fields.givenName')}
            autoComplete="given-name"
            miw={180}
            {...field('givenName')}
          />
          <TextInput
            label={t('fields.familyName')}
            autoComplete="family-name"
            miw={180}
            {...field('familyName')}
          />
        </Group>
        <TextInput label={t('fields.email')} type="email" autoComplete="username" {...field('email')} />
        <NewPassword label={t('fields.password')} {...field('password')} />
        <Group grow gap="sm" align="flex-start" preventGrowOverflow={false} wrap="wrap">
          <NativeSelect
            label={t('fields.profession')}
            miw={180}
            data={[
              { value: '', label: t('fields.choose') },
              ...choices.professions.map((key) => ({ value: key, label: profession(key) })),
            ]}
            {...field('profession')}
          />
          <NativeSelect
            label={t('fields.speciality')}
            miw={180}
            data={[
              { value: '', label: t('fields.choose') },
              ...choices.specialities.map((key) => ({ value: key, label: speciality(key) })),
            ]}
            {...field('speciality')}
          />
        </Group>
        <Fieldset legend={t('register.numbers')}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t('register.numbersHelp')}
            </Text>
            {form.values.professionalNumbers.map((number, index) => (
              <Group key={index} gap="xs" align="flex-end" wrap="wrap">
                <NativeSelect
                  label={t('fields.numberType')}
                  data={choices.numberTypes.map(({ type, name }) => ({
                    value: type,
                    label: numberType(type) ?? name,
                  }))}
                  style={{ flex: '1 1 190px' }}
                  {...field(`professionalNumbers.${index}.type`)}
                />
                {needsIssuer(number.type) && (
                  <TextInput
                    label={t('fields.numberIssuer')}
                    style={{ flex: '1 1 130px' }}
                    {...field(`professionalNumbers.${index}.issuer`)}
                  />
                )}
                <TextInput
                  label={t('fields.numberValue')}
                  style={{ flex: '2 1 150px' }}
                  spellCheck={false}
                  {...field(`professionalNumbers.${index}.value`)}
                />
                {form.values.professionalNumbers.length > 1 && (
                  <Button
                    variant="default"
                    px="xs"
                    aria-label={t('register.removeNumber', { value: number.value })}
                    onClick={() => form.removeListItem('professionalNumbers', index)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </Button>
                )}
              </Group>
            ))}
            <Button
              variant="default"
              size="xs"
              style={{ alignSelf: 'flex-start' }}
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() =>
                form.insertListItem('professionalNumbers', {
                  type: choices.numberTypes[0]?.type ?? '',
                  issuer: '',
                  value: '',
                })
              }
            >
              {t('register.addNumber')}
            </Button>
          </Stack>
        </Fieldset>
        <NativeSelect
          label={t('fields.language')}
          description={t('register.languageHelp')}
          data={languageChoices}
          {...field('language')}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (isLanguage(chosen)) void setLanguage(chosen);
          }}
        />
        <Button type="submit" loading={busy}>
          {t('register.action')}
        </Button>
        <Text size="sm" ta="center">
          {t('register.haveAccount')}{' '}
          <Anchor component={Link} to="/sign-in" size="sm" underline="always">
            {t('signIn.action')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  );
}

export function RegisterPage() {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  const choices = useQuery(queries.professions());
  const [sentTo, setSentTo] = useState<string | null>(null);

  if (sentTo) {
    return (
      <Page title={t('register.sentTitle')}>
        <Stack align="flex-start">
          <IconMailOpened size={40} aria-hidden />
          <Text>{t('register.sentText', { email: sentTo })}</Text>
          {session.demonstration && (
            <Anchor component={Link} to="/demo/messages">
              {t('demo.readMail')}
            </Anchor>
          )}
        </Stack>
      </Page>
    );
  }
  return (
    <Page title={t('register.title')} lead={t('register.lead')}>
      <Loaded query={choices}>
        {() => choices.data && <RegisterForm choices={choices.data} onDone={setSentTo} />}
      </Loaded>
    </Page>
  );
}
