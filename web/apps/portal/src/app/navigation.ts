import type { Session } from '@portico/api';
import { holdsAll, isStaff } from './session';

export type NavigationId =
  | 'studies'
  | 'validation'
  | 'upload'
  | 'pull'
  | 'deleted'
  | 'directory'
  | 'portal-settings'
  | 'access-control'
  | 'clinician-roles'
  | 'referrers'
  | 'users'
  | 'roles'
  | 'integrations'
  | 'api-keys'
  | 'audit'
  | 'messages'
  | 'general';

export type NavigationGroup = 'main' | 'clinician-portal' | 'administration';

export interface NavigationEntry {
  id: NavigationId;
  to: string;
  group: NavigationGroup;
  // All of these are needed; an entry exists only for who may use it (ACC-11).
  needs: readonly string[];
  kinds: readonly ('tenant' | 'clinician')[];
  // Only for a clinician whom a department lets upload (STU-3).
  uploads?: boolean;
}

export const navigation: readonly NavigationEntry[] = [
  { id: 'studies', to: '/studies', group: 'main', needs: ['view_studies'], kinds: ['tenant'] },
  { id: 'studies', to: '/studies', group: 'main', needs: [], kinds: ['clinician'] },
  { id: 'validation', to: '/validation', group: 'main', needs: ['validate_studies'], kinds: ['tenant'] },
  { id: 'upload', to: '/upload', group: 'main', needs: ['upload_studies'], kinds: ['tenant'] },
  { id: 'pull', to: '/pull', group: 'main', needs: ['upload_studies'], kinds: ['tenant'] },
  { id: 'upload', to: '/upload', group: 'main', needs: [], kinds: ['clinician'], uploads: true },
  { id: 'deleted', to: '/deleted', group: 'main', needs: ['delete_studies'], kinds: ['tenant'] },
  { id: 'directory', to: '/directory', group: 'main', needs: [], kinds: ['clinician'] },
  {
    id: 'portal-settings',
    to: '/admin/clinician-portal',
    group: 'clinician-portal',
    needs: ['manage_clinician_portal'],
    kinds: ['tenant'],
  },
  {
    id: 'access-control',
    to: '/admin/access-control',
    group: 'clinician-portal',
    needs: ['manage_clinician_portal'],
    kinds: ['tenant'],
  },
  {
    id: 'clinician-roles',
    to: '/admin/clinician-roles',
    group: 'clinician-portal',
    needs: ['manage_clinician_roles'],
    kinds: ['tenant'],
  },
  {
    id: 'referrers',
    to: '/admin/referrers',
    group: 'clinician-portal',
    needs: ['manage_clinician_portal'],
    kinds: ['tenant'],
  },
  { id: 'users', to: '/admin/users', group: 'administration', needs: ['manage_users'], kinds: ['tenant'] },
  { id: 'roles', to: '/admin/roles', group: 'administration', needs: ['manage_roles'], kinds: ['tenant'] },
  {
    id: 'integrations',
    to: '/admin/integrations',
    group: 'administration',
    needs: ['manage_integrations'],
    kinds: ['tenant'],
  },
  {
    id: 'api-keys',
    to: '/admin/api-keys',
    group: 'administration',
    needs: ['manage_api_keys'],
    kinds: ['tenant'],
  },
  { id: 'audit', to: '/admin/audit', group: 'administration', needs: ['view_audit_logs'], kinds: ['tenant'] },
  {
    id: 'messages',
    to: '/admin/messages',
    group: 'administration',
    needs: ['manage_settings'],
    kinds: ['tenant'],
  },
  {
    id: 'general',
    to: '/admin/general',
    group: 'administration',
    needs: ['manage_settings'],
    kinds: ['tenant'],
  },
];

export function navigationFor(session: Session, mayUpload = false): NavigationEntry[] {
  if (!session.account) return [];
  const kind = isStaff(session) ? 'tenant' : 'clinician';
  return navigation.filter(
    (entry) => entry.kinds.includes(kind) && holdsAll(session, entry.needs) && (!entry.uploads || mayUpload),
  );
}

// Where a person lands: the first thing that the account offers.
export function homeFor(session: Session): string {
  return navigationFor(session)[0]?.to ?? '/profile/details';
}

// An address to return to after sign-in; only paths of this site (no open redirects, SEC-3).
export function safeReturn(next: unknown): string | null {
  if (typeof next !== 'string' || !next.startsWith('/') || next.startsWith('//') || next.includes('\\'))
    return null;
  const address = new URL(next, 'http://same.invalid');
  if (address.origin !== 'http://same.invalid' || address.pathname.startsWith('/sign-in')) return null;
  return address.pathname + address.search + address.hash;
}
