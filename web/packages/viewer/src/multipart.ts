// Reads multipart/related answers of DICOMweb (PS3.18 8.6.1.2, RFC 2387) and single-part ones alike.

export interface BodyPart {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

// One parameter of a media type, quoted or not: parameter('a/b; x="1"', 'x') is "1".
export function parameter(mediaType: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(mediaType);
  return found ? (found[1] ?? found[2] ?? null) : null;
}

export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let matched = 1;
    while (matched < wanted.length && bytes[at + matched] === wanted[matched]) matched++;
    if (matched === wanted.length) return at;
  }
  return -1;
}

const headerEnd = new Uint8Array([13, 10, 13, 10]);

function contentTypeOf(header: string): string {
  for (const line of header.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === 'content-type')
      return line.slice(colon + 1).trim();
  }
  return '';
}

// The parts in the order sent. A body that is not multipart is its own only part.
// A body without a closing delimiter (cut off) gives the complete parts only.
export function readParts(contentType: string, body: ArrayBuffer): BodyPart[] {
  const bytes = new Uint8Array(body);
  if (!mediaTypeOf(contentType).startsWith('multipart/')) return [{ contentType, bytes }];
  const boundary = parameter(contentType, 'boundary');
  if (boundary === null) return [];
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const parts: BodyPart[] = [];
  let at = find(bytes, delimiter, 0);
  while (at >= 0) {
    const start = at + delimiter.length;
    const closing = bytes[start] === 45 && bytes[start + 1] === 45;
    const headersEnd = closing ? -1 : find(bytes, headerEnd, start);
    if (headersEnd < 0) break;
    const header = new TextDecoder('latin1').decode(bytes.subarray(start, headersEnd));
    const content = headersEnd + headerEnd.length;
    const next = nextDelimiter(bytes, delimiter, content);
    if (next < 0) break;
    parts.push({ contentType: contentTypeOf(header), bytes: bytes.subarray(content, next - 2) });
    at = next;
  }
  return parts;
}

// A delimiter counts only at the start of a line; pixel data may hold the same letters by chance.
function nextDelimiter(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  let at = find(bytes, delimiter, from);
  while (at >= 0 && !(bytes[at - 2] === 13 && bytes[at - 1] === 10)) at = find(bytes, delimiter, at + 1);
  return at;
}
