// Pictures: one made here, and what stands on the viewer's canvas.
import { deflateSync } from 'node:zlib';

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function chunk(kind, content) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(content.length);
  const end = Buffer.alloc(4);
  end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([frame, body, end]);
}

// A PNG of soft colours, wider than high so that the crop matters.
export function png(width = 640, height = 420) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows.set([(x * 255) / width, 120 + (y * 100) / height, 200 - (x * 90) / width], at);
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// Of the canvas of a viewport: how many grey levels, and a number that changes when a pixel does.
export function canvasOf(page, viewport = 0) {
  return page.evaluate((index) => {
    const canvas = document.querySelector(`[data-testid="viewport-${index}"] canvas`);
    if (!canvas) return null;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const levels = new Set();
    let fingerprint = 2166136261;
    for (let at = 0; at < data.length; at += 4) {
      levels.add(data[at]);
      fingerprint = Math.imul(fingerprint ^ data[at], 16777619) >>> 0;
    }
    return { width: canvas.width, height: canvas.height, levels: levels.size, fingerprint };
  }, viewport);
}
