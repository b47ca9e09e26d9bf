// DICOMweb (PS3.18) as the viewer uses it: series by QIDO-RS, series metadata and frames by WADO-RS. Same origin, cookies.
// An answer that means "not for you (any more)" is told once to onAccessLost, whatever request met it.
import type { DataSet } from './dicomjson';
import { ViewerError, toViewerError } from './errors';
import { mediaTypeOf, parameter, readParts } from './multipart';

export interface EncodedFrame {
  bytes: Uint8Array<ArrayBuffer>;
  transferSyntax: string | null;
}

const syntaxOfMediaType: Record<string, string> = {
  'image/jpeg': '1.2.840.10008.1.2.4.50',
  'image/dicom-rle': '1.2.840.10008.1.2.5',
  'image/jls': '1.2.840.10008.1.2.4.80',
  'image/jp2': '1.2.840.10008.1.2.4.90',
  'image/jphc': '1.2.840.10008.1.2.4.201',
};

// The first frame of an answer with the transfer syntax its part header names, if it does.
export function readFrame(contentType: string, body: ArrayBuffer): EncodedFrame {
  const part = readParts(contentType, body)[0];
  if (part === undefined || part.bytes.length === 0)
    throw new ViewerError('damaged', 'no frame in the answer');
  const syntax =
    parameter(part.contentType, 'transfer-syntax') ??
    parameter(contentType, 'transfer-syntax') ??
    syntaxOfMediaType[mediaTypeOf(part.contentType)] ??
    null;
  return { bytes: part.bytes, transferSyntax: syntax === '*' ? null : syntax };
}

const accessStatuses = new Set([401, 403, 404, 410]);
const frameAccept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';

export class DicomWebClient {
  private readonly study: string;
  private readonly root: string;
  private accessReported = false;

  constructor(
    dicomwebUrl: string,
    studyInstanceUid: string,
    private readonly onAccessLost: () => void,
  ) {
    this.root = dicomwebUrl.replace(/\/+$/, '');
    this.study = `${this.root}/studies/${encodeURIComponent(studyInstanceUid)}`;
  }

  series(signal: AbortSignal): Promise<DataSet[]> {
    const fields = ['0008103E', '00200011', '00201209'].map((tag) => `includefield=${tag}`).join('&');
    return this.json(`${this.study}/series?${fields}`, signal);
  }

  metadata(seriesUid: string, signal: AbortSignal): Promise<DataSet[]> {
    return this.json(`${this.study}/series/${encodeURIComponent(seriesUid)}/metadata`, signal);
  }

  async frame(
    seriesUid: string,
    instanceUid: string,
    frame: number,
    signal: AbortSignal,
  ): Promise<EncodedFrame> {
    const series = `${this.study}/series/${encodeURIComponent(seriesUid)}`;
    const url = `${series}/instances/${encodeURIComponent(instanceUid)}/frames/${frame}`;
    const response = await this.get(url, frameAccept, signal);
    return readFrame(response.headers.get('content-type') ?? '', await this.body(response));
  }

  // Lookup tables are delivered apart by some servers; only those under this very root are followed.
  async bulk(uri: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const path = new URL(uri, new URL(`${this.study}/`, window.location.href)).pathname;
    const root = new URL(`${this.root}/`, window.location.href).pathname;
    if (!path.startsWith(root)) throw new ViewerError('unsupported', 'bulk data elsewhere');
    const response = await this.get(path, 'multipart/related; type="application/octet-stream"', signal);
    return readFrame(response.headers.get('content-type') ?? '', await this.body(response)).bytes;
  }

  // A whole object as a file. Who may look may not always take away, so a refusal ends nothing here.
  async file(url: string, signal: AbortSignal): Promise<Blob> {
    const headers = { Accept: 'application/dicom; transfer-syntax=*' };
    const response = await fetch(url, { headers, signal, credentials: 'same-origin' });
    if (!response.ok)
      throw new ViewerError(
        accessStatuses.has(response.status) ? 'access' : 'server',
        String(response.status),
      );
    return response.blob();
  }

  // Asks for the beginning of a video, so that the answer's status is known before it is played.
  async video(url: string, signal: AbortSignal): Promise<void> {
    const response = await this.get(url, 'video/mp4', signal, { Range: 'bytes=0-11' });
    await this.body(response);
  }

  private async json(url: string, signal: AbortSignal): Promise<DataSet[]> {
    const response = await this.get(url, 'application/dicom+json', signal);
    if (response.status === 204) return [];
    try {
      return (await response.json()) as DataSet[];
    } catch (error) {
      if (signal.aborted) throw new ViewerError('cancelled');
      throw error instanceof SyntaxError ? new ViewerError('server', 'not JSON') : toViewerError(error);
    }
  }

  private async body(response: Response): Promise<ArrayBuffer> {
    try {
      return await response.arrayBuffer();
    } catch (error) {
      throw toViewerError(error);
    }
  }

  private async get(
    url: string,
    accept: string,
    signal: AbortSignal,
    more: Record<string, string> = {},
  ): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { ...more, Accept: accept },
        signal,
        credentials: 'same-origin',
      });
    } catch (error) {
      throw toViewerError(error);
    }
    if (accessStatuses.has(response.status)) {
      this.reportAccessLost();
      throw new ViewerError('access', String(response.status));
    }
    // It has the image, but not in a form that could be asked for.
    if (response.status === 406) throw new ViewerError('unsupported', 'not acceptable');
    if (!response.ok) throw new ViewerError('server', String(response.status));
    return response;
  }

  private reportAccessLost(): void {
    if (this.accessReported) return;
    this.accessReported = true;
    this.onAccessLost();
  }
}
