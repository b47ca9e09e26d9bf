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

interface Track {
  // Least width in px, and the share of what is left.
  least: number;
  share: number;
}

const tracks: Record<ColumnId, Track> = {
  patient: { least: 136, share: 1.4 },
  birthDate: { least: 104, share: 0 },
  studyAt: { least: 148, share: 0 },
  description: { least: 124, share: 1.6 },
  modality: { least: 72, share: 0 },
  bodyPart: { least: 72, share: 0.6 },
  tenant: { least: 96, share: 1 },
  accession: { least: 88, share: 0.4 },
  referring: { least: 92, share: 1 },
  images: { least: 58, share: 0 },
  why: { least: 80, share: 0.8 },
  state: { least: 98, share: 0 },
  received: { least: 140, share: 0 },
  patientId: { least: 84, share: 0.4 },
};

export const defaultColumns: Record<'staff' | 'clinician', ColumnId[]> = {
  staff: [
    'patient',
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
  const chosen = [...new Set((preference ?? []).map((entry) => entry.split(':')[0] ?? ''))].filter(isColumn);
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

export type Widths = Partial<Record<ColumnId, number>>;

export const narrowest = 48;
export const widest = 800;

// The width in px that a column is given; as wide as it may be where it is asked for less or more.
export const setWidth = (widths: Widths, id: ColumnId, width: number): Widths => ({
  ...widths,
  [id]: Math.min(widest, Math.max(narrowest, Math.round(width))),
});

export function withoutWidth(widths: Widths, id: ColumnId): Widths {
  return Object.fromEntries(Object.entries(widths).filter(([one]) => one !== id));
}

// The preference holds the columns in their order, with the width of those that the user has resized: "description:240".
export const toPreference = (columns: ColumnId[], widths: Widths): string[] =>
  columns.map((id) => (widths[id] === undefined ? id : `${id}:${widths[id]}`));

export function chosenWidths(preference: string[] | null | undefined): Widths {
  let widths: Widths = {};
  for (const entry of preference ?? []) {
    const [id = '', width] = entry.split(':');
    if (isColumn(id) && width && /^\d+$/.test(width)) widths = setWidth(widths, id, Number(width));
  }
  return widths;
}

const gap = 10;
const edges = { check: 26, menu: 32 };

export const gridTemplate = (columns: ColumnId[], widths: Widths) =>
  [
    `${edges.check}px`,
    ...columns.map((id) => {
      const { least, share } = tracks[id];
      if (widths[id] !== undefined) return `${widths[id]}px`;
      return share ? `minmax(${least}px, ${share}fr)` : `${least}px`;
    }),
    `${edges.menu}px`,
  ].join(' ');

// The width under which the table scrolls sideways.
export const leastWidth = (columns: ColumnId[], widths: Widths) =>
  columns.reduce(
    (sum, id) => sum + (widths[id] ?? tracks[id].least) + gap,
    edges.check + edges.menu + gap + 16,
  );
