// IOCM rejection notes: Key Object Selection documents with a title that rejects (IHE RAD TF-2 4.66).
import { newUid, part10 } from './part10.js';

const keyObjectSelection = '1.2.840.10008.5.1.4.1.1.88.59';

// The note of `study` that rejects these instances: {bytes, sopUid, seriesUid, studyUid}. `of`: the study that its
// evidence names, where that is another one.
export function newRejection(
  study,
  instances,
  { code = '113001', of = study.studyUid, sopUid = newUid() } = {},
) {
  const seriesUid = newUid();
  const membersOf = (uid) => instances.filter((one) => one.seriesUid === uid);
  const series = [...new Set(instances.map((one) => one.seriesUid))];
  const evidence = [
    ['0020000D', 'UI', of],
    [
      '00081115',
      'SQ',
      series.map((uid) => [
        ['0020000E', 'UI', uid],
        [
          '00081199',
          'SQ',
          membersOf(uid).map((one) => [
            ['00081150', 'UI', one.sopClass],
            ['00081155', 'UI', one.sopUid],
          ]),
        ],
      ]),
    ],
  ];
  const title = [
    ['00080100', 'SH', code],
    ['00080102', 'SH', 'DCM'],
    ['00080104', 'LO', 'Rejected'],
  ];
  const bytes = part10(keyObjectSelection, sopUid, [
    ['00080016', 'UI', keyObjectSelection],
    ['00080018', 'UI', sopUid],
    ['00080020', 'DA', study.studyDate],
    ['00080050', 'SH', study.accessionNumber],
    ['00080060', 'CS', 'KO'],
    ['00100010', 'PN', study.patientName],
    ['00100020', 'LO', study.patientId],
    ['00100030', 'DA', study.birthDate],
    ['00100040', 'CS', study.sex],
    ['0020000D', 'UI', study.studyUid],
    ['0020000E', 'UI', seriesUid],
    ['0040A040', 'CS', 'CONTAINER'],
    ['0040A043', 'SQ', [title]],
    ['0040A375', 'SQ', [evidence]],
  ]);
  return { bytes, sopUid, seriesUid, studyUid: study.studyUid };
}
