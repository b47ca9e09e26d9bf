import type { RemoteSearch } from '@portico/api';

// What is asked of another archive; empty fields are not sent.

export const noCriteria = {
  patientId: '',
  patientName: '',
  accessionNumber: '',
  studyDateFrom: '',
  studyDateTo: '',
  modality: '',
};

export type Criteria = typeof noCriteria;

export function toSearch(criteria: Criteria): RemoteSearch {
  const filled = Object.entries(criteria).flatMap(([name, value]) => {
    const text = value.trim();
    return text ? [[name, text]] : [];
  });
  return Object.fromEntries(filled) as RemoteSearch;
}

export function wrongIn(criteria: Criteria): 'empty' | 'dates' | null {
  if (Object.keys(toSearch(criteria)).length === 0) return 'empty';
  const { studyDateFrom: from, studyDateTo: to } = criteria;
  return from && to && to < from ? 'dates' : null;
}
