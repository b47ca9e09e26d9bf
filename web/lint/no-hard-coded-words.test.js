// @vitest-environment node
import { RuleTester } from 'eslint';
import { afterAll, describe, it } from 'vitest';
import rule from './no-hard-coded-words.js';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } });
const wrong = (code, count = 1) => ({ code, errors: Array(count).fill({ messageId: 'words' }) });

tester.run('no-hard-coded-words (GEN-8)', rule, {
  valid: [
    "<Text>{t('a.b')}</Text>",
    '<Text>{name} · {count} / 5 – “{x}”</Text>',
    '<Title>Portico</Title>',
    "<Button variant=\"light\" aria-label={t('a')} title={busy ? t('b') : undefined} />",
    "<Box style={{ border: '1px solid red' }} className={on ? 'row active' : 'row'} />",
    "const column = { id: 'patient_id', label: 'patient_id', title: t('x') };",
    "throw new Error('not for people')",
    'document.title = `${title} – Portico`;',
  ],
  invalid: [
    wrong('<Text>Save</Text>'),
    wrong("<Text>{busy ? 'Saving' : t('save')}</Text>"),
    wrong("<Text>{name || 'No name'}</Text>"),
    wrong('<Text>{`${count} images`}</Text>'),
    wrong('<Button aria-label="Close" title={on ? "On" : "Off"} />', 3),
    wrong("notifications.show({ color: 'green', message: 'Saved' });"),
    wrong("const choices = [{ value: 'a', label: 'all of them' }];"),
    wrong("document.title = 'Studies';"),
  ],
});
