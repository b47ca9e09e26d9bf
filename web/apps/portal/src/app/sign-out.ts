import { api, rememberCsrfToken } from '@portico/api';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

// Ends the session and leaves nothing of it in memory: the page starts afresh at the sign-in.
export function useSignOut() {
  const queryClient = useQueryClient();
  return useCallback(async () => {
    await api.signOut().catch(() => undefined);
    rememberCsrfToken(null);
    queryClient.clear();
    window.location.assign('/sign-in');
  }, [queryClient]);
}
