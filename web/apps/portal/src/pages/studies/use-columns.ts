import { api, queries, type Preferences } from '@portico/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  chosenColumns,
  chosenWidths,
  defaultColumns,
  setWidth,
  toPreference,
  withoutWidth,
  type ColumnId,
  type Widths,
} from './columns';

export interface StudyColumns {
  columns: ColumnId[];
  widths: Widths;
  usual: boolean;
  notSaved: boolean;
  choose: (columns: ColumnId[]) => void;
  // null: as wide as the table finds right. Not kept while a border is still being dragged.
  resize: (id: ColumnId, width: number | null, keep?: boolean) => void;
  reset: () => void;
}

// The columns of the studies list: kept with the user's preferences, on the screen at once.
export function useStudyColumns(role: 'staff' | 'clinician'): StudyColumns {
  const queryClient = useQueryClient();
  const { queryKey } = queries.preferences();
  const preference = useQuery(queries.preferences()).data?.studyColumns;
  const [dragged, setDragged] = useState<Widths | null>(null);
  const save = useMutation({
    scope: { id: 'study-columns' },
    mutationFn: (preferences: Preferences) => api.savePreferences(preferences),
  });
  const columns = chosenColumns(preference, role);
  const kept = chosenWidths(preference);

  const keep = (studyColumns: string[] | null) => {
    const known = queryClient.getQueryData(queryKey);
    const preferences: Preferences = {
      dateFormat: known?.dateFormat ?? null,
      timeFormat: known?.timeFormat ?? null,
      theme: known?.theme ?? 'auto',
      studyColumns,
    };
    queryClient.setQueryData(queryKey, preferences);
    setDragged(null);
    save.mutate(preferences);
  };

  return {
    columns,
    widths: dragged ?? kept,
    usual: columns.join() === defaultColumns[role].join() && Object.keys(kept).length === 0,
    notSaved: save.isError,
    choose: (next) => keep(toPreference(next, kept)),
    resize: (id, width, last = true) => {
      const next = width === null ? withoutWidth(kept, id) : setWidth(kept, id, width);
      if (last) keep(toPreference(columns, next));
      else setDragged(next);
    },
    reset: () => keep(null),
  };
}
