import { describe, expect, it } from 'vitest';
import { everyPermission, session } from '../testing/fixtures';
import { homeFor, navigationFor, safeReturn } from './navigation';

const ids = (one: ReturnType<typeof session>) => navigationFor(one).map((entry) => entry.id);

describe('the navigation shows only what the person may use (ACC-11)', () => {
  it('gives an administrator everything of the department and nothing of clinicians', () => {
    expect(ids(session('staff'))).toEqual(
      expect.arrayContaining(['studies', 'validation', 'users', 'audit']),
    );
    expect(ids(session('staff'))).not.toContain('directory');
  });

  it.each([
    ['view_studies', 'studies'],
    ['validate_studies', 'validation'],
    ['delete_studies', 'deleted'],
    ['manage_users', 'users'],
    ['manage_roles', 'roles'],
    ['manage_clinician_roles', 'clinician-roles'],
    ['manage_integrations', 'integrations'],
    ['manage_api_keys', 'api-keys'],
    ['view_audit_logs', 'audit'],
  ] as const)('with %s there is %s, without it there is not', (permission, id) => {
    expect(ids(session('staff', [permission]))).toEqual([id]);
    const others = everyPermission.filter((one) => one !== permission);
    expect(ids(session('staff', others))).not.toContain(id);
  });

  it('gives who manages settings the messages too (PAT-42)', () => {
    expect(ids(session('staff', ['manage_settings']))).toEqual(['messages', 'general']);
  });

  it('gives who may upload the two ways in for studies (STU-3, STU-4)', () => {
    expect(ids(session('staff', ['upload_studies']))).toEqual(['upload', 'pull']);
  });

  it('gives a clinician studies and directory, whatever permissions are claimed', () => {
    const clinician = { ...session('clinician'), permissions: [...everyPermission] };
    expect(ids(clinician)).toEqual(['studies', 'directory']);
  });

  it('gives a clinician whom a department lets upload the page for it (STU-3)', () => {
    const entries = navigationFor(session('clinician'), true).map((entry) => entry.id);
    expect(entries).toEqual(['studies', 'upload', 'directory']);
    expect(navigationFor(session('staff', ['view_studies']), true).map((entry) => entry.id)).toEqual([
      'studies',
    ]);
  });

  it('gives nothing to somebody who is not signed in', () => {
    expect(ids(session('anonymous'))).toEqual([]);
  });

  it('starts a person at the first thing that there is for them', () => {
    expect(homeFor(session('staff', ['view_audit_logs']))).toBe('/admin/audit');
    expect(homeFor(session('staff', []))).toBe('/profile/details');
  });
});

describe('the address after sign-in stays on this site (SEC-3)', () => {
  it.each([
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
    7,
    undefined,
  ])('refuses %j', (next) => {
    expect(safeReturn(next)).toBeNull();
  });

  it('does not lead back to the sign-in', () => {
    expect(safeReturn('/sign-in?next=/studies')).toBeNull();
  });

  it('keeps filters and fragments', () => {
    expect(safeReturn('/studies?modality=CT#top')).toBe('/studies?modality=CT#top');
  });
});
