// Names of persons (PS3.5 6.2.1) for people, and the check that images belong to the patient on the banner. STU-43
import type { NameGroups } from './dicomjson';

// "Family^Given^Middle^Prefix^Suffix" as "Family, Given Middle".
export function formatName(name: string): string {
  const [family = '', given = '', middle = ''] = name.split('^').map((part) => part.trim());
  const first = [given, middle].filter((part) => part !== '').join(' ');
  return [family, first].filter((part) => part !== '').join(', ');
}

function words(value: string): string[] {
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

// True when the written name and a DICOM name can be of one person: family and given names agree,
// in any order, without regard to case, accents and punctuation; middle names and titles may be missing.
export function sameName(written: string, dicom: string): boolean {
  const components = dicom.split('^');
  const main = words(components.slice(0, 2).join(' '));
  const all = new Set(words(components.join(' ')));
  const shown = words(written);
  return main.every((word) => shown.includes(word)) && shown.every((word) => all.has(word));
}

export interface PatientOnBanner {
  name: string;
  patientId: string;
}
export interface PatientInObject {
  name: NameGroups;
  patientId: string;
}

// The Patient ID decides; a name that is missing on one side is no other name, one that differs is.
export function samePatient(banner: PatientOnBanner, object: PatientInObject): boolean {
  if (banner.patientId.trim() !== object.patientId.trim()) return false;
  const names = [object.name.alphabetic, object.name.ideographic, object.name.phonetic].filter(
    (name) => words(name).length > 0,
  );
  const bannerNamed = words(banner.name).length > 0;
  if (!bannerNamed || names.length === 0)
    return banner.patientId.trim() !== '' || (!bannerNamed && names.length === 0);
  return names.some((name) => sameName(banner.name, name)) || sameName(banner.name, names.join('^'));
}
