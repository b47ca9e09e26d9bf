import { queries, type Session } from '@portico/api';
import { useSuspenseQuery } from '@tanstack/react-query';

// The signed-in state as the server told it; routes load it before any page is shown.
export function useSession(): Session {
  return useSuspenseQuery(queries.session()).data;
}

export function useCan(): (...permissions: string[]) => boolean {
  const session = useSession();
  return (...permissions) => holdsAll(session, permissions);
}

export function isStaff(session: Session): boolean {
  return session.account?.kind === 'tenant';
}

// Tenant permissions mean nothing in another kind of account.
export function holdsAll(session: Session, permissions: readonly string[]): boolean {
  if (permissions.length === 0) return true;
  const held: readonly string[] = session.permissions;
  return isStaff(session) && permissions.every((key) => held.includes(key));
}
