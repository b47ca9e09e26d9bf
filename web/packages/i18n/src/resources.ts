import type account from '../locales/en/account.json';
import type admin from '../locales/en/admin.json';
import type audit from '../locales/en/audit.json';
import type clinicianPortal from '../locales/en/clinician-portal.json';
import type common from '../locales/en/common.json';
import type directory from '../locales/en/directory.json';
import type help from '../locales/en/help.json';
import type messages from '../locales/en/messages.json';
import type integrations from '../locales/en/integrations.json';
import type studies from '../locales/en/studies.json';
import type keeping from '../locales/en/keeping.json';
import type permissions from '../locales/en/permissions.json';
import type problems from '../locales/en/problems.json';
import type pull from '../locales/en/pull.json';
import type upload from '../locales/en/upload.json';
import type validation from '../locales/en/validation.json';

// English is the type of every key. Each other language is a folder of the same files with the same keys
// (words.test.ts).
export interface Resources {
  account: typeof account;
  admin: typeof admin;
  audit: typeof audit;
  'clinician-portal': typeof clinicianPortal;
  common: typeof common;
  directory: typeof directory;
  help: typeof help;
  integrations: typeof integrations;
  messages: typeof messages;
  studies: typeof studies;
  keeping: typeof keeping;
  permissions: typeof permissions;
  problems: typeof problems;
  pull: typeof pull;
  upload: typeof upload;
  validation: typeof validation;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Resources;
    returnNull: false;
  }
}
