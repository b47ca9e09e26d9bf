import { describe, expect, it } from 'vitest';
import { readFrame } from './api';
import { parameter, readParts } from './multipart';

const encode = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;
const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('multipart answers', () => {
  // STU-31
  it('give their parts in order, with the part headers', () => {
    const body = encode(
      '--b1\r\nContent-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.5\r\nContent-Location: /x\r\n\r\none\r\n' +
        '--b1\r\ncontent-type: image/jpeg\r\n\r\ntwo\r\n--b1--\r\n',
    );
    const parts = readParts('multipart/related; type="application/octet-stream"; boundary=b1', body);
    expect(parts.map((part) => decode(part.bytes))).toEqual(['one', 'two']);
    expect(parts.map((part) => parameter(part.contentType, 'transfer-syntax'))).toEqual([
      '1.2.840.10008.1.2.5',
      null,
    ]);
  });

  it('take the boundary quoted and a delimiter inside of pixel data for what it is', () => {
    const body = encode(
      'preamble\r\n--a b\r\nContent-Type: application/octet-stream\r\n\r\nx--a by\r\n--a b--',
    );
    const parts = readParts('multipart/related; boundary="a b"', body);
    expect(parts.map((part) => decode(part.bytes))).toEqual(['x--a by']);
  });

  it('that are cut off give only complete parts', () => {
    const body = encode(
      '--b\r\nContent-Type: image/jpeg\r\n\r\none\r\n--b\r\nContent-Type: image/jpeg\r\n\r\ntw',
    );
    expect(readParts('multipart/related; boundary=b', body)).toHaveLength(1);
    expect(readParts('multipart/related', body)).toHaveLength(0);
  });

  it('name the transfer syntax in the part, in the answer, or by media type', () => {
    const part = (header: string): ArrayBuffer => encode(`--b\r\n${header}\r\n\r\nxx\r\n--b--`);
    const related = 'multipart/related; boundary=b';
    const named = 'Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.80';
    expect(readFrame(related, part(named)).transferSyntax).toBe('1.2.840.10008.1.2.4.80');
    expect(readFrame(related, part('Content-Type: image/jp2')).transferSyntax).toBe('1.2.840.10008.1.2.4.90');
    expect(readFrame(related, part('Content-Type: application/octet-stream')).transferSyntax).toBeNull();
    const single = 'application/octet-stream; transfer-syntax="1.2.840.10008.1.2.4.201"';
    expect(readFrame(single, encode('xx')).transferSyntax).toBe('1.2.840.10008.1.2.4.201');
  });

  it('without a frame are damaged', () => {
    expect(() => readFrame('application/octet-stream', new ArrayBuffer(0))).toThrow(/damaged/);
    expect(() => readFrame('multipart/related; boundary=b', encode('--b--'))).toThrow(/damaged/);
  });
});
