import { notifications } from '@mantine/notifications';
import { api, queries, type NewPulls, type Pull } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { errorText } from '@portico/ui';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

// As many as one request may name.
const most = 100;

interface Wanted {
  sourceId: string;
  studies: readonly string[]; // their UIDs
  reason: NewPulls['reason'];
}

async function askAll({ sourceId, studies, reason }: Wanted): Promise<Pull[]> {
  const made: Pull[] = [];
  for (let at = 0; at < studies.length; at += most) {
    const answer = await api.pull({ sourceId, studyInstanceUids: studies.slice(at, at + most), reason });
    made.push(...answer.items);
  }
  return made;
}

// The department's pulls as they go on, and asking for more of them.
export function usePulls(enabled = true) {
  const { t } = useTranslation('pull');
  const queryClient = useQueryClient();
  const list = useInfiniteQuery({ ...queries.pulls(), enabled });
  const pulls = list.data?.pages.flatMap((page) => page.items) ?? [];
  // Of the studies asked for here, by their UIDs; as they were then.
  const [asked, setAsked] = useState<ReadonlyMap<string, Pull>>(new Map());
  const forget = useCallback(() => setAsked(new Map()), []);
  const asking = useMutation({
    mutationFn: askAll,
    onSuccess: (made) => {
      setAsked((before) => new Map([...before, ...made.map((one) => [one.studyInstanceUid, one] as const)]));
      notifications.show({ color: 'green', message: t('asked', { count: made.length }) });
    },
    onError: (error) => notifications.show({ color: 'red', message: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['pulls'] }),
  });
  return { list, pulls, asked, forget, asking };
}
