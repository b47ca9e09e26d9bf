// What can go wrong while a study is read, in the words that the screen needs:
// access     the server no longer gives this study to this person (401, 403, 404, 410)
// network    no answer arrived
// server     an answer arrived that is not the asked thing (5xx, 406 …)
// damaged    the bytes do not fit their description
// unsupported  a transfer syntax or pixel format that no decoder here knows
// cancelled  asked for by this program itself; never shown
export type FailureKind = 'access' | 'network' | 'server' | 'damaged' | 'unsupported' | 'cancelled';

export class ViewerError extends Error {
  readonly kind: FailureKind;
  readonly detail: string;

  constructor(kind: FailureKind, detail = '') {
    super(detail === '' ? kind : `${kind}: ${detail}`);
    this.name = 'ViewerError';
    this.kind = kind;
    this.detail = detail;
  }
}

export function toViewerError(error: unknown): ViewerError {
  if (error instanceof ViewerError) return error;
  if (error instanceof DOMException && error.name === 'AbortError') return new ViewerError('cancelled');
  if (error instanceof TypeError) return new ViewerError('network', error.message);
  return new ViewerError('damaged', error instanceof Error ? error.message : String(error));
}
