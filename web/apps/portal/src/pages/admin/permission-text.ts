import { wordsFor } from '@portico/i18n';

export type Kind = 'tenant' | 'clinician';

// What a permission is called and what it lets do; what the server says of it where a newer one is not known here.
export const permissionName = (kind: Kind, { key, name }: { key: string; name: string }) =>
  wordsFor('permissions', `${kind}.${key}.name`) ?? name;

export const permissionText = (kind: Kind, { key, explanation }: { key: string; explanation: string }) =>
  wordsFor('permissions', `${kind}.${key}.explanation`) ?? explanation;

interface Template {
  name: string;
  description: string;
}

// A ready-made role in the reader's language: its name and description become those of the new role.
export function templateWords<T extends Template>(kind: Kind, template: T): T {
  const key = `templates.${kind}.${template.name.toLowerCase().replaceAll(' ', '_')}`;
  return {
    ...template,
    name: wordsFor('permissions', `${key}.name`) ?? template.name,
    description: wordsFor('permissions', `${key}.description`) ?? template.description,
  };
}
