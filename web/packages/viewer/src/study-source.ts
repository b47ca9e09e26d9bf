// Where the images of one study come from: the open one's, or a prior's of the same patient.
import { DicomWebClient } from './api';
import { type DataSet, inlineBytes, number, personName, text } from './dicomjson';
import { ViewerError } from './errors';
import { type Stack, stacksOf } from './metadata';
import { formatName, type PatientOnBanner, samePatient } from './person';
import type { Series } from './state';

export interface StudyAddress {
  dicomwebUrl: string;
  studyInstanceUid: string;
  // Whom the server says the study is of.
  patient: PatientOnBanner;
}

// Thrown when the images name somebody else than the study does.
export class OtherPatient extends Error {
  constructor(readonly found: { name: string; patientId: string }) {
    super('other patient');
  }
}

// Objects about images come after the images themselves.
const lateModalities = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'REG', 'RTSTRUCT', 'RTPLAN', 'AU', 'ECG']);

export class StudySource {
  readonly client: DicomWebClient;

  constructor(
    private readonly address: StudyAddress,
    // The prior this is; null: the open study.
    readonly priorId: string | null,
    private readonly signal: AbortSignal,
    onAccessLost: () => void,
  ) {
    this.client = new DicomWebClient(address.dicomwebUrl, address.studyInstanceUid, onAccessLost);
  }

  async list(): Promise<Series[]> {
    const listed = await this.client.series(this.signal);
    return listed.map((set) => seriesFrom(set, this.priorId)).sort(inReadingOrder);
  }

  // Images of another patient than the study's are never shown. STU-43
  async stacks(seriesUid: string): Promise<Stack[]> {
    const instances = await this.client.metadata(seriesUid, this.signal);
    for (const instance of instances) {
      const found = { name: personName(instance, '00100010'), patientId: text(instance, '00100020') ?? '' };
      if (!samePatient(this.address.patient, found))
        throw new OtherPatient({ name: formatName(found.name.alphabetic), patientId: found.patientId });
    }
    return stacksOf(instances, `${this.address.dicomwebUrl}/studies/${this.address.studyInstanceUid}`);
  }

  // The content of an encapsulated document.
  async documentBytes({ object }: Stack): Promise<Uint8Array<ArrayBuffer>> {
    const element = object?.['00420011'];
    const inline = inlineBytes(element);
    if (inline) return inline;
    if (element?.BulkDataURI === undefined) throw new ViewerError('damaged', 'document missing');
    return this.client.bulk(element.BulkDataURI, this.signal);
  }

  // Whether the server gives a video in a form that browsers play.
  async playable({ url }: Pick<Stack, 'url'>): Promise<boolean> {
    try {
      await this.client.video(`${url}/rendered`, this.signal);
      return true;
    } catch (error) {
      if (error instanceof ViewerError && error.kind === 'unsupported') return false;
      throw error;
    }
  }

  // Saves an object as a file; false when the server does not give it.
  async save(url: string): Promise<boolean> {
    try {
      saveAs(await this.client.file(url, this.signal), `${url.split('/').at(-1) ?? 'object'}.dcm`);
      return true;
    } catch {
      return false;
    }
  }
}

function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the content over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function seriesFrom(set: DataSet, priorId: string | null): Series {
  return {
    uid: text(set, '0020000E') ?? '',
    priorId,
    modality: text(set, '00080060') ?? '',
    number: number(set, '00200011'),
    description: text(set, '0008103E') ?? '',
    instanceCount: number(set, '00201209'),
    stacks: null,
    failure: null,
  };
}

function inReadingOrder(a: Series, b: Series): number {
  const late = Number(lateModalities.has(a.modality)) - Number(lateModalities.has(b.modality));
  if (late !== 0) return late;
  return (a.number ?? Infinity) - (b.number ?? Infinity) || a.uid.localeCompare(b.uid);
}
