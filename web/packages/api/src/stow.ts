import { sendTyped } from './client';
import { ApiError, toApiError } from './errors';

// STOW-RS (PS3.18 10.5) of one object.

interface StoreAnswer {
  '00081198'?: { Value?: { '00081197'?: { Value?: number[] } }[] };
}

const reasonOf = (answer: StoreAnswer | null) => answer?.['00081198']?.Value?.[0]?.['00081197']?.Value?.[0];

// Null when the object is kept, or was there already; else a code: "dicom.111" with the failure reason of the standard
// in hex, a code of the server, or "unreachable".
export async function storeObject(
  tenant: string,
  object: Blob,
  signal?: AbortSignal,
): Promise<string | null> {
  const boundary = `portico-${crypto.randomUUID()}`;
  const body = new Blob([
    `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`,
    object,
    `\r\n--${boundary}--\r\n`,
  ]);
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  try {
    const response = await sendTyped(`/t/${tenant}/dicomweb/studies`, body, type, signal);
    const answer: unknown = await response.json().catch(() => null);
    const reason = reasonOf(answer as StoreAnswer | null);
    if (reason !== undefined) return `dicom.${reason.toString(16)}`;
    return response.ok ? null : toApiError(response.status, answer).code;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}
