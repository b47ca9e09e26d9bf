import type { CorrectedData, PatientData, ValidationCase } from '@portico/api';

// Side by side: what the images say, what was corrected, what the patient record says.

export const caseFields = [
  'name',
  'birthDate',
  'sex',
  'patientId',
  'issuer',
  'accessionNumber',
  'studyDate',
  'description',
  'referringPhysician',
] as const;

export type CaseField = (typeof caseFields)[number];

const recordFields: readonly CaseField[] = ['name', 'birthDate', 'sex', 'patientId', 'issuer'];

export interface ComparedField {
  field: CaseField;
  header: string;
  corrected: string | null;
  // null: the patient record has no such field, or there is no record.
  record: string | null;
  differs: boolean;
  // The field of a reason for which the study waits.
  blamed: boolean;
}

const text = (value: string | null | undefined) => value ?? '';

// As the server compares names: case, spaces and carets do not matter.
const normal = (value: string) =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s^,]+/g, ' ')
    .trim();

const reasonFields: Record<string, CaseField> = {
  patient_id_missing: 'patientId',
  patient_name_missing: 'name',
  birth_date_missing: 'birthDate',
  sex_missing: 'sex',
  accession_number_missing: 'accessionNumber',
  issuer_unknown: 'issuer',
};

export function compare(one: ValidationCase): ComparedField[] {
  const blamed = new Set(one.reasons.map((reason) => reasonFields[reason.code] ?? reason.field));
  return caseFields.map((field) => {
    const header = text(one.header[field]);
    const given = one.corrected[field];
    const corrected = given === undefined || given === null ? null : text(given);
    const record =
      one.record && recordFields.includes(field) ? text(one.record[field as keyof PatientData]) : null;
    const effective = corrected ?? header;
    return {
      field,
      header,
      corrected,
      record,
      differs: record !== null && normal(record) !== normal(effective),
      blamed: blamed.has(field),
    };
  });
}

// The study's data as they stand now, corrections included: what the form starts from.
export function effectiveFields(one: ValidationCase): Record<CaseField, string> {
  return Object.fromEntries(
    caseFields.map((field) => [field, text(one.corrected[field] ?? one.header[field])]),
  ) as Record<CaseField, string>;
}

// Only what was changed is sent; an emptied date is null, an emptied text is empty.
export function changedFields(
  before: Record<CaseField, string>,
  after: Record<CaseField, string>,
): CorrectedData {
  return Object.fromEntries(
    caseFields
      .filter((field) => before[field].trim() !== after[field].trim())
      .map((field) => {
        const value = after[field].trim();
        const isDate = field === 'birthDate' || field === 'studyDate';
        return [field, isDate && value === '' ? null : value];
      }),
  );
}
