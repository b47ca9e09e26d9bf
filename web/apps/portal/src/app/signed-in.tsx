import { useMantineColorScheme } from '@mantine/core';
import { connectLive, invalidator, onLiveEvent, onSignedOut, queries } from '@portico/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LanguageFormat, speakLanguageOf } from './language';
import { useSession } from './session';
import { SessionGuard } from './session-guard';

// What every signed-in page has, the full-screen viewer too: live updates, the way dates look, the end of the session.
export function SignedIn() {
  const session = useSession();
  const queryClient = useQueryClient();
  const router = useRouter();
  const preferences = useQuery(queries.preferences()).data;
  const { setColorScheme } = useMantineColorScheme();
  const membership = session.membershipId;

  useEffect(() => onLiveEvent(invalidator(queryClient)), [queryClient]);
  useEffect(() => (membership ? connectLive() : undefined), [membership]);

  useEffect(
    () =>
      onSignedOut(() => {
        void queryClient.invalidateQueries({ queryKey: queries.session().queryKey, exact: true });
      }),
    [queryClient],
  );
  const signedIn = Boolean(session.user);
  useEffect(() => {
    if (signedIn) return;
    // Nothing of the last person stays in memory.
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    void router.invalidate();
  }, [signedIn, queryClient, router]);

  const theme = preferences?.theme;
  useEffect(() => {
    if (theme) setColorScheme(theme);
  }, [theme, setColorScheme]);

  // Changed in the profile, here or in another window.
  useEffect(() => void speakLanguageOf(session), [session]);

  return (
    <LanguageFormat dateFormat={preferences?.dateFormat} timeFormat={preferences?.timeFormat}>
      <Outlet />
      {signedIn && <SessionGuard />}
    </LanguageFormat>
  );
}
