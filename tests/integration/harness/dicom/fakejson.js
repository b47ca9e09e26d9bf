// A study in the DICOM JSON Model, as a search answers it.
const text = (vr, value) => (value === undefined ? { vr } : { vr, Value: [value] });

export const dicomJson = (study, instances) => ({
  '00080020': text('DA', study.studyDate),
  '00080050': text('SH', study.accessionNumber),
  '00080061': text('CS', study.modality ?? 'CT'),
  '00081030': text('LO', study.description),
  '00100010': text('PN', { Alphabetic: study.patientName }),
  '00100020': text('LO', study.patientId),
  '00100021': text('LO', study.issuer),
  '0020000D': text('UI', study.studyUid),
  '00201206': text('IS', 1),
  '00201208': text('IS', instances),
});
