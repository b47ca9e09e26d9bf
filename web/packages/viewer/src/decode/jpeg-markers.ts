// Colour marking of JPEG streams. DICOM says in Photometric Interpretation what JPEG decoders look for in markers.

const adobeWithoutTransform = [
  0xff, 0xee, 0x00, 0x0e, 0x41, 0x64, 0x6f, 0x62, 0x65, 0x00, 0x64, 0x00, 0x00, 0x00, 0x00, 0x00,
];

// True when the stream has a JFIF (APP0) or Adobe (APP14) segment before its frame header.
function hasColourMarker(bytes: Uint8Array): boolean {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xe0 || marker === 0xee) return true;
    if (marker === 0xda || (marker >= 0xc0 && marker <= 0xc3)) return false;
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return false;
}

// A decoder takes three unmarked components for YCbCr; a stream whose object says RGB gets the Adobe marker that says so too.
export function markedAsRgb(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (hasColourMarker(bytes)) return bytes;
  const marked = new Uint8Array(bytes.length + adobeWithoutTransform.length);
  marked.set(bytes.subarray(0, 2));
  marked.set(adobeWithoutTransform, 2);
  marked.set(bytes.subarray(2), 2 + adobeWithoutTransform.length);
  return marked;
}
