// What the portal knows of @portico/viewer: its face only. The package checks its own inside, with its own settings;
// the types of Cornerstone stay out of this program (tsconfig "paths" leads here).
import type { AnnotationExport, OwnAnnotations, StudyAnnotations, StudyMarks } from '@portico/api';
import type { JSX } from 'react';

export interface Banner {
  name: string;
  birthDate: string | null;
  sex: string;
  patientId: string;
  tenant: string;
  study?: string;
}

export interface PriorStudy {
  id: string;
  date: string | null;
  modalities: string[];
  description: string;
}

export interface StudyAddress {
  dicomwebUrl: string;
  studyInstanceUid: string;
  patient: { name: string; patientId: string };
}

// Where drawings and key images are kept; failures carry the answer's status.
export interface AnnotationService {
  load: () => Promise<StudyAnnotations>;
  save: (version: number, marks: StudyMarks, leaving: boolean) => Promise<OwnAnnotations>;
  publish: (version: number) => Promise<OwnAnnotations>;
  withdraw: () => Promise<unknown>;
  store: (kind: AnnotationExport['kind']) => Promise<unknown>;
  fileUrl: (kind: AnnotationExport['kind']) => string;
}

export interface ViewerProps {
  dicomwebUrl: string;
  studyInstanceUid: string;
  banner: Banner;
  notForPrimaryDiagnosis?: boolean;
  mayDownload?: boolean;
  studyDate?: string | null;
  priors?: PriorStudy[];
  openPrior?: (id: string) => Promise<StudyAddress>;
  annotations?: AnnotationService;
  accessLost?: boolean;
  onAccessLost?: () => void;
}

export function Viewer(props: ViewerProps): JSX.Element;
export default Viewer;
