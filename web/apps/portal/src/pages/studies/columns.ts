// The columns of the studies list: which, in what order, how wide.

export const columnIds = [
  'patient',
  'birthDate',
  'studyAt',
  'description',
  'modality',
  'bodyPart',
  'tenant',
  'accession',
  'referring',
  'images',
  'why',
  'state',
  'received',
  'patientId',
] as const;

export type ColumnId = (typeof columnIds)[number];

// Grid tracks; text columns share what is left.
export const columnWidths: Record<ColumnId, string> = {
  patient: 'minmax(150px, 1.4fr)',
  birthDate: '100px',
  studyAt: '142px',
  description: 'minmax(150px, 1.6fr)',
  modality: '74px',
  bodyPart: 'minmax(80px, 0.7fr)',
  tenant: 'minmax(110px, 1fr)',
  accession: 'minmax(90px, 0.7fr)',
  referring: 'minmax(110px, 1fr)',
  images: '70px',
  why: 'minmax(84px, 0.8fr)',
  state: '100px',
  received: '142px',
  patientId: 'minmax(90px, 0.7fr)',
};

export const defaultColumns: Record<'staff' | 'clinician', ColumnId[]> = {
  staff: [
    'patient',
    'patientId',
    'birthDate',
    'studyAt',
    'description',
    'modality',
    'accession',
    'referring',
    'images',
    'state',
  ],
  clinician: [
    'patient',
    'birthDate',
    'studyAt',
    'description',
    'modality',
    'bodyPart',
    'tenant',
    'referring',
    'images',
    'why',
  ],
};

const isColumn = (id: string): id is ColumnId => (columnIds as readonly string[]).includes(id);

// The columns that a user has chosen; unknown ones (of an older version) are left out, the patient is always there.
export function chosenColumns(
  preference: string[] | null | undefined,
  role: 'staff' | 'clinician',
): ColumnId[] {
  const chosen = [...new Set(preference ?? [])].filter(isColumn);
  if (chosen.length === 0) return defaultColumns[role];
  return chosen.includes('patient') ? chosen : ['patient', ...chosen];
}

export function moveColumn(columns: ColumnId[], id: ColumnId, by: -1 | 1): ColumnId[] {
  const from = columns.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return columns;
  const moved = [...columns];
  moved.splice(from, 1);
  moved.splice(to, 0, id);
  return moved;
}

export function toggleColumn(columns: ColumnId[], id: ColumnId): ColumnId[] {
  if (id === 'patient') return columns;
  return columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id];
}

export const gridTemplate = (columns: ColumnId[], before: string, after: string) =>
  [before, ...columns.map((id) => columnWidths[id]), after].join(' ');
