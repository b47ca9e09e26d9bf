// Small MP4 files that players play: H.264 (ISO/IEC 14496-10) whose key frames are pixels as they are (I_PCM, 7.3.5) and
// whose other frames are "as before" (skipped macroblocks), in the boxes of ISO/IEC 14496-12. No encoder is needed.

class Bits {
  bits = [];
  // `count` bits of a number.
  u(value, count) {
    for (let at = count - 1; at >= 0; at -= 1) this.bits.push((value >>> at) & 1);
    return this;
  }
  // Exp-Golomb code (9.1).
  ue(value) {
    const length = Math.floor(Math.log2(value + 1));
    return this.u(0, length).u(value + 1, length + 1);
  }
  align() {
    while (this.bits.length % 8) this.bits.push(0);
    return this;
  }
  bytes() {
    const bytes = Buffer.alloc(Math.ceil(this.bits.length / 8));
    this.bits.forEach((bit, at) => (bytes[at >> 3] |= bit << (7 - (at & 7))));
    return bytes;
  }
}

// A NAL unit of a raw byte sequence: with the bytes that keep start codes out (7.4.1).
function unit(type, raw) {
  const out = [type];
  let zeros = 0;
  for (const byte of raw) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(out);
}

const ended = (bits) => bits.u(1, 1).align().bytes();

function sequenceParameters({ profile, constraints, level, across, down }) {
  const bits = new Bits().u(profile, 8).u(constraints, 8).u(level, 8).ue(0);
  if (profile >= 100) bits.ue(1).ue(0).ue(0).u(0, 2); // 4:2:0, 8 bits
  bits.ue(0).ue(2).ue(1).u(0, 1); // frame numbers of 4 bits, shown as decoded, one reference
  bits.ue(across - 1).ue(down - 1).u(0b1100, 4); // frames only, no cropping, no VUI
  return unit(0x67, ended(bits));
}
const pictureParameters = () =>
  unit(0x68, ended(new Bits().ue(0).ue(0).u(0, 2).ue(0).ue(0).ue(0).u(0, 3).ue(0).ue(0).ue(0).u(0b100, 3)));

// A key frame in one colour [Y, Cb, Cr].
function keyFrame([y, cb, cr], blocks, number) {
  const head = new Bits().ue(0).ue(7).ue(0).u(0, 4).ue(number % 2).u(0, 2).ue(0).ue(1);
  const parts = [];
  const block = Buffer.concat([Buffer.alloc(256, y), Buffer.alloc(64, cb), Buffer.alloc(64, cr)]);
  parts.push(head.ue(25).align().bytes(), block);
  for (let at = 1; at < blocks; at += 1) parts.push(new Bits().ue(25).align().bytes(), block);
  parts.push(Buffer.of(0x80));
  return unit(0x65, Buffer.concat(parts));
}
// A frame like the one before, the `since`-th behind its key frame.
const sameAgain = (blocks, since) =>
  unit(0x41, ended(new Bits().ue(0).ue(5).ue(0).u(since % 16, 4).u(0, 3).ue(0).ue(1).ue(blocks)));

const u16 = (...values) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
const u32 = (...values) =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    }),
  );
const zeros = (count) => Buffer.alloc(count);
const box = (type, ...content) => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([u32(bytes.length + 8), Buffer.from(type, 'latin1'), bytes]);
};
const full = (type, ...content) => box(type, zeros(4), ...content);
const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

export const colours = { red: [76, 85, 255], green: [150, 44, 21], blue: [29, 255, 107], grey: [126, 128, 128] };

// A film of scenes [[colour, frames], …], `rate` frames a second; its movie box behind the frames where `late`.
export function mp4Of(wish = {}) {
  const {
    scenes = [['red', 5], ['green', 5], ['blue', 5]],
    rate = 10,
    columns = 64,
    rows = 64,
    profile = 100,
    constraints = 0,
    level = 30,
    codec = 'avc1',
    brand = 'isom',
    late = false,
    odd = true,
  } = wish;
  const [across, down] = [Math.ceil(columns / 16), Math.ceil(rows / 16)];
  const sps = sequenceParameters({ profile, constraints, level, across, down });
  const pps = pictureParameters();
  const samples = [];
  const keys = [];
  scenes.forEach(([name, count], scene) => {
    for (let since = 0; since < count; since += 1) {
      const nal =
        since === 0 ? keyFrame(colours[name], across * down, scene) : sameAgain(across * down, since);
      if (since === 0) keys.push(samples.length + 1);
      samples.push(Buffer.concat([u32(nal.length), nal]));
    }
  });
  const frames = samples.length;
  const seconds = Math.round((frames / rate) * 1000);
  const avcC = box(
    'avcC',
    Buffer.from([1, profile, constraints, level, 0xff, 0xe1]),
    u16(sps.length),
    sps,
    Buffer.of(1),
    u16(pps.length),
    pps,
    profile >= 100 ? Buffer.from([0xfd, 0xf8, 0xf8, 0]) : zeros(0),
  );
  const entry = box(
    codec,
    ...[zeros(6), u16(1), zeros(16), u16(columns, rows), u32(0x480000, 0x480000, 0), u16(1), zeros(32)],
    ...[u16(24, 0xffff), avcC],
  );
  const type = box('ftyp', Buffer.from(brand), u32(512), Buffer.from(brand));
  const media = box('mdat', ...samples, zeros(odd ? 1 : 0));
  const movie = (start) =>
    box(
      'moov',
      full('mvhd', u32(0, 0, 1000, seconds, 0x10000), u16(0x100), zeros(10), matrix, zeros(24), u32(2)),
      box(
        'trak',
        box('tkhd', u32(7, 0, 0, 1, 0, seconds), zeros(16), matrix, u32(columns << 16, rows << 16)),
        box(
          'mdia',
          full('mdhd', u32(0, 0, rate * 100, frames * 100), u16(0x55c4, 0)),
          full('hdlr', zeros(4), Buffer.from('vide'), zeros(13)),
          box(
            'minf',
            box('vmhd', u32(1), zeros(8)),
            box('dinf', full('dref', u32(1), box('url ', u32(1)))),
            box(
              'stbl',
              full('stsd', u32(1), entry),
              full('stts', u32(1, frames, 100)),
              full('stss', u32(keys.length, ...keys)),
              full('stsc', u32(1, 1, frames, 1)),
              full('stsz', u32(0, frames, ...samples.map((one) => one.length))),
              full('stco', u32(1, start)),
            ),
          ),
        ),
      ),
    );
  if (late) return Buffer.concat([type, media, movie(type.length + 8)]);
  return Buffer.concat([type, movie(type.length + movie(0).length + 8), media]);
}
