// Pulling studies from other systems: the routes and their types, until the server's description has them (STU-4, CLA-27).

export type RetrieveBy = 'none' | 'move' | 'get';

export interface Check {
  ok: boolean;
  // Code of what is wrong; empty when nothing is.
  problem: string;
}

export interface DicomwebServerInput {
  name: string;
  url: string;
  authorization: 'none' | 'basic' | 'bearer';
  userName: string;
  // Absent: the one that is kept stays.
  secret?: string;
  certificateSha256?: string;
  enabled: boolean;
  maySend: boolean;
  mayPull: boolean;
  fetchPriors: boolean;
}

export interface DicomwebServer extends Omit<DicomwebServerInput, 'secret' | 'certificateSha256'> {
  id: string;
  hasSecret: boolean;
  certificateSha256?: string | null;
  version: number;
}

export interface PullSource {
  id: string;
  kind: 'dicom' | 'dicomweb';
  name: string;
  description: string;
  fetchPriors: boolean;
}

export interface RemoteSearch {
  patientId?: string;
  patientName?: string;
  accessionNumber?: string;
  studyDateFrom?: string;
  studyDateTo?: string;
  modality?: string;
}

export interface RemoteStudy {
  studyInstanceUid: string;
  patientId: string;
  issuerOfPatientId: string;
  patientName: string;
  birthDate?: string | null;
  sex: string;
  accessionNumber: string;
  studyDate?: string | null;
  studyTime?: string | null;
  description: string;
  modalities: string[];
  series: number;
  // 0 where the source does not count them.
  instances: number;
  // Of these, what is kept here already.
  hereInstances: number;
}

export interface RemoteStudies {
  items: RemoteStudy[];
  truncated: boolean;
}

export interface RemotePrior extends RemoteStudy {
  sourceId: string;
  sourceName: string;
}

export interface RemotePriors {
  items: RemotePrior[];
  unreachable: string[];
}

export interface Pull {
  id: string;
  sourceId: string;
  source: string;
  studyInstanceUid: string;
  studyId?: string | null;
  patientName: string;
  studyDescription: string;
  requestedBy: string;
  reason: 'request' | 'rule' | 'prior';
  state: 'waiting' | 'pulling' | 'done' | 'incomplete' | 'failed' | 'cancelled';
  total: number;
  received: number;
  failed: number;
  problem: string;
  createdAt: string;
  changedAt: string;
}

export interface NewPulls {
  sourceId: string;
  studyInstanceUids: string[];
  reason: 'request' | 'prior';
}

export interface PullRuleInput {
  name: string;
  sourceId: string;
  modality: string;
  patientId?: string;
  lastDays: number;
  everyMinutes: number;
  enabled: boolean;
}

export interface PullRule extends Omit<PullRuleInput, 'patientId'> {
  id: string;
  patientId?: string | null;
  source: string;
  lastRunAt?: string | null;
  lastFound: number;
  lastPulled: number;
  lastProblem: string;
  nextRunAt?: string | null;
  version: number;
}

interface Items<T> {
  items: T[];
}

interface Paged<T> extends Items<T> {
  nextCursor?: string | null;
}

interface Answer<T> {
  headers: { [name: string]: unknown };
  content: { 'application/json': T };
}

interface Nothing {
  headers: { [name: string]: unknown };
  content?: never;
}

type Json<T> = { content: { 'application/json': T } };

interface Parameters<Path, Query = never, Header = never> {
  query?: Query;
  header?: Header;
  path: Path;
  cookie?: never;
}

interface None<Query = never> {
  query?: Query;
  header?: never;
  path?: never;
  cookie?: never;
}

interface Read<P, T> {
  parameters: P;
  requestBody?: never;
  responses: { 200: Answer<T> };
}

interface Act<P, T> {
  parameters: P;
  requestBody?: never;
  responses: { 200: Answer<T>; 202: Answer<T> };
}

interface Write<P, Body, T> {
  parameters: P;
  requestBody: Json<Body>;
  responses: { 200: Answer<T>; 201: Answer<T>; 202: Answer<T> };
}

interface Remove<P> {
  parameters: P;
  requestBody?: never;
  responses: { 204: Nothing };
}

interface Cursor {
  cursor?: string;
  limit?: number;
}

interface IfMatch {
  'If-Match': string;
}

export interface PullPaths {
  '/api/v1/tenant/ae-titles/{ae}/echo': { post: Act<Parameters<{ ae: string }>, Check> };
  '/api/v1/tenant/dicomweb-servers': {
    get: Read<None<Cursor>, Paged<DicomwebServer>>;
    post: Write<None, DicomwebServerInput, DicomwebServer>;
  };
  '/api/v1/tenant/dicomweb-servers/{server}': {
    put: Write<Parameters<{ server: string }, never, IfMatch>, DicomwebServerInput, DicomwebServer>;
    delete: Remove<Parameters<{ server: string }>>;
  };
  '/api/v1/tenant/dicomweb-servers/{server}/check': { post: Act<Parameters<{ server: string }>, Check> };
  '/api/v1/tenant/pull-sources': { get: Read<None, Items<PullSource>> };
  '/api/v1/tenant/pull-sources/{source}/search': {
    post: Write<Parameters<{ source: string }>, RemoteSearch, RemoteStudies>;
  };
  '/api/v1/tenant/pulls': {
    get: Read<None<Cursor>, Paged<Pull>>;
    post: Write<None, NewPulls, Items<Pull>>;
  };
  '/api/v1/tenant/pulls/{pull}/retry': { post: Act<Parameters<{ pull: string }>, Pull> };
  '/api/v1/tenant/pulls/{pull}/cancel': { post: Act<Parameters<{ pull: string }>, Pull> };
  '/api/v1/studies/{study}/remote-priors': { get: Read<Parameters<{ study: string }>, RemotePriors> };
  '/api/v1/tenant/pull-rules': {
    get: Read<None<Cursor>, Paged<PullRule>>;
    post: Write<None, PullRuleInput, PullRule>;
  };
  '/api/v1/tenant/pull-rules/{rule}': {
    put: Write<Parameters<{ rule: string }, never, IfMatch>, PullRuleInput, PullRule>;
    delete: Remove<Parameters<{ rule: string }>>;
  };
  '/api/v1/tenant/pull-rules/{rule}/run': { post: Act<Parameters<{ rule: string }>, PullRule> };
}
