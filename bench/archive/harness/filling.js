// Fills a Portico's database with studies by SQL while no server runs: patients, studies, series and instances as
// releasing them leaves them behind, but without content. Five studies a patient, spread over five years.
import { run } from '../../../tests/integration/harness/process.js';

const studiesAPatient = 5;
const parts = 10;

export const patientId = (number) => `P${number}`;
export const patientsOf = (studies) => Math.ceil(studies / studiesAPatient);

const id = (kind, number) => `'${kind}' || printf('%024d', ${number})`;
const numbers = (from, to) =>
  `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${to}) `;

function part(tenant, from, to, now) {
  const t = `'${tenant}'`;
  const patient = `i / ${studiesAPatient}`;
  const at = `${now} - (i * 7919 % 157680000) * 1000`;
  const [patientsFrom, patientsTo] = [from, to].map((study) => Math.ceil(study / studiesAPatient));
  const patients = `${numbers(patientsFrom, patientsTo)}
    INSERT INTO patient (id, tenant_id, patient_id, name, name_normalised, name_sort, birth_date, sex, created_at)
    SELECT ${id('1p', 'i')}, ${t}, 'P' || i, 'Doe^Jane' || i, 'doe^jane' || i, 'doe^jane' || i, '19700203', 'F', ${now} FROM n;`;
  return `BEGIN;
    ${patientsFrom < patientsTo ? patients : ''}
    ${numbers(from, to)}
    INSERT INTO study (id, tenant_id, study_instance_uid, patient_ref, state, visible, study_at, study_date, study_time,
      description, accession_number, study_id_text, modalities, body_parts, referring_physician, header_patient_id,
      header_name, header_birth_date, header_sex, series_count, instance_count, received_at, last_received_at, released_at)
    SELECT ${id('1s', 'i')}, ${t}, '2.25.77' || i, ${id('1p', patient)}, 'ready', 1, ${at},
      strftime('%Y%m%d', (${at}) / 1000, 'unixepoch'), '101500', 'CT of the head', 'A' || i, '1', 'CT', 'HEAD', 'Maes^Jan',
      'P' || (${patient}), 'Doe^Jane' || (${patient}), '19700203', 'F', 1, 1, ${at}, ${at}, ${at} FROM n;
    ${numbers(from, to)}
    INSERT INTO series (id, tenant_id, study_id, series_instance_uid, modality, number, description, body_part,
      instance_count, frame_count, revision)
    SELECT ${id('1e', 'i')}, ${t}, ${id('1s', 'i')}, '2.25.78' || i, 'CT', 1, 'axial', 'HEAD', 1, 1, 1 FROM n;
    ${numbers(from, to)}
    INSERT INTO instance (id, tenant_id, study_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, number,
      rows_count, columns_count, frame_count, bits_allocated, photometric, validated, blob_id, size_bytes, file_crc32,
      data_set_offset, data_set_sha256, tail_offset, head_crc32, tail_crc32, received_at)
    SELECT ${id('1i', 'i')}, ${t}, ${id('1s', 'i')}, ${id('1e', 'i')}, '2.25.79' || i, '1.2.840.10008.5.1.4.1.1.2',
      '1.2.840.10008.1.2.1', 1, 512, 512, 1, 16, 'MONOCHROME2', 1, ${id('1b', 'i')}, 526000, i, 340,
      printf('%064x', i), 1712, i, i, ${at} FROM n;
    COMMIT;`;
}

// Nobody else has the SQLite file, and it is thrown away: filling need not survive a power cut.
export async function fill(file, tenant, studies) {
  const now = Date.now();
  const step = Math.ceil(studies / parts);
  const sql = ['PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;'];
  for (let at = 0; at < studies; at += step) sql.push(part(tenant, at, Math.min(at + step, studies), now));
  const done = await run('sqlite3', ['-batch', '-bail', file], { input: sql.join('\n'), seconds: 1800 });
  if (done.code !== 0) throw new Error(`sqlite3: ${done.stderr}`);
}
