// JPEG Process 2 & 4 with 12 bits a sample (ITU-T T.81, sequential DCT with Huffman coding, SOF0 and SOF1).
// Written for correctness, not speed: such images are rare and small.
import { ViewerError } from '../errors';
import type { RawFrame } from './types';

interface Component {
  id: number;
  horizontal: number;
  vertical: number;
  quantization: number;
  dcTable: number;
  acTable: number;
  previous: number;
  stride: number;
  samples: Int32Array;
}
interface Scan {
  precision: number;
  rows: number;
  columns: number;
  components: Component[];
  restartInterval: number;
}
// Codes by length and value: key = length << 16 | code.
type HuffmanTable = Map<number, number>;

const zigzag = new Uint8Array([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);

// cosine[x * 8 + u] of the inverse transform (A.3.3), scale factors included.
const cosine = Float64Array.from({ length: 64 }, (_, at) => {
  const [x, u] = [at >> 3, at & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const damaged = (what: string): ViewerError => new ViewerError('damaged', `JPEG: ${what}`);

class BitReader {
  private bits = 0;
  private count = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  bit(): number {
    if (this.count === 0) {
      this.bits = this.bytes[this.at++] ?? 0;
      this.count = 8;
      if (this.bits === 0xff) {
        if (this.bytes[this.at] === 0) this.at++;
        else throw damaged('marker inside a scan');
      }
      if (this.at > this.bytes.length + 8) throw damaged('cut off');
    }
    return (this.bits >> --this.count) & 1;
  }

  symbol(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      const value = table.get((length << 16) | code);
      if (value !== undefined) return value;
    }
    throw damaged('unknown code');
  }

  // A signed value of `length` bits (F.2.2.1).
  signed(length: number): number {
    if (length === 0) return 0;
    let value = 0;
    for (let bit = 0; bit < length; bit++) value = (value << 1) | this.bit();
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  restart(): void {
    this.count = 0;
    if (this.bytes[this.at] !== 0xff) throw damaged('restart marker missing');
    this.at += 2;
  }
}

function inverseTransform(
  coefficients: Float64Array,
  out: Int32Array,
  at: number,
  stride: number,
  precision: number,
): void {
  const half = new Float64Array(64);
  for (let v = 0; v < 8; v++)
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u < 8; u++) sum += (coefficients[v * 8 + u] ?? 0) * (cosine[x * 8 + u] ?? 0);
      half[v * 8 + x] = sum;
    }
  const shift = 1 << (precision - 1);
  const top = (1 << precision) - 1;
  for (let y = 0; y < 8; y++)
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let v = 0; v < 8; v++) sum += (half[v * 8 + x] ?? 0) * (cosine[y * 8 + v] ?? 0);
      out[at + y * stride + x] = Math.min(top, Math.max(0, Math.round(sum) + shift));
    }
}

class ExtendedDecoder {
  private readonly quantization: Uint16Array[] = [];
  private readonly dc: HuffmanTable[] = [];
  private readonly ac: HuffmanTable[] = [];
  private scan: Scan | undefined;
  private restartInterval = 0;

  constructor(private readonly bytes: Uint8Array) {}

  decode(): RawFrame {
    let at = 2;
    while (at + 4 <= this.bytes.length) {
      if (this.bytes[at] !== 0xff) throw damaged('marker expected');
      const marker = this.bytes[at + 1] ?? 0;
      if (marker === 0xff) {
        at++;
        continue;
      }
      const length = this.word(at + 2);
      const segment = this.bytes.subarray(at + 4, at + 2 + length);
      at += 2 + length;
      if (marker === 0xdb) this.readQuantization(segment);
      else if (marker === 0xc4) this.readHuffman(segment);
      else if (marker === 0xc0 || marker === 0xc1) this.readFrame(segment);
      else if (marker === 0xdd) this.restartInterval = ((segment[0] ?? 0) << 8) | (segment[1] ?? 0);
      else if (marker === 0xda) return this.readScan(segment, at);
      else if (marker > 0xc1 && marker < 0xd0) throw new ViewerError('unsupported', 'JPEG process');
    }
    throw damaged('no scan');
  }

  private word(at: number): number {
    return ((this.bytes[at] ?? 0) << 8) | (this.bytes[at + 1] ?? 0);
  }

  private readQuantization(segment: Uint8Array): void {
    for (let at = 0; at < segment.length;) {
      const head = segment[at++] ?? 0;
      const table = new Uint16Array(64);
      for (const place of zigzag) {
        table[place] = head >> 4 ? ((segment[at] ?? 0) << 8) | (segment[at + 1] ?? 0) : (segment[at] ?? 0);
        at += head >> 4 ? 2 : 1;
      }
      this.quantization[head & 15] = table;
    }
  }

  private readHuffman(segment: Uint8Array): void {
    for (let at = 0; at + 17 <= segment.length;) {
      const head = segment[at] ?? 0;
      const table: HuffmanTable = new Map();
      let value = at + 17;
      let code = 0;
      for (let length = 1; length <= 16; length++, code <<= 1)
        for (let left = segment[at + length] ?? 0; left > 0; left--)
          table.set((length << 16) | code++, segment[value++] ?? 0);
      const tables = head >> 4 ? this.ac : this.dc;
      tables[head & 15] = table;
      at = value;
    }
  }

  private readFrame(segment: Uint8Array): void {
    const [precision = 0, rowsHigh = 0, rowsLow = 0, columnsHigh = 0, columnsLow = 0, count = 0] = segment;
    const rows = (rowsHigh << 8) | rowsLow;
    const columns = (columnsHigh << 8) | columnsLow;
    if (rows === 0 || columns === 0 || rows * columns > 1 << 26 || count === 0 || count > 4)
      throw damaged('dimensions');
    const components = Array.from({ length: count }, (_, index): Component => {
      const at = 6 + index * 3;
      const sampling = segment[at + 1] ?? 0x11;
      return {
        id: segment[at] ?? 0,
        horizontal: sampling >> 4 || 1,
        vertical: sampling & 15 || 1,
        quantization: segment[at + 2] ?? 0,
        dcTable: 0,
        acTable: 0,
        previous: 0,
        stride: 0,
        samples: new Int32Array(0),
      };
    });
    this.scan = { precision, rows, columns, components, restartInterval: 0 };
  }

  private readScan(segment: Uint8Array, at: number): RawFrame {
    const scan = this.scan;
    if (!scan || (segment[0] ?? 0) !== scan.components.length)
      throw new ViewerError('unsupported', 'JPEG with several scans');
    scan.components.forEach((component, index) => {
      const tables = segment[2 + index * 2] ?? 0;
      component.dcTable = tables >> 4;
      component.acTable = tables & 15;
    });
    const widest = Math.max(...scan.components.map((component) => component.horizontal));
    const highest = Math.max(...scan.components.map((component) => component.vertical));
    const across = Math.ceil(scan.columns / (8 * widest));
    const down = Math.ceil(scan.rows / (8 * highest));
    for (const component of scan.components) {
      component.stride = across * component.horizontal * 8;
      component.samples = new Int32Array(component.stride * down * component.vertical * 8);
    }
    const reader = new BitReader(this.bytes, at);
    for (let unit = 0; unit < across * down; unit++) {
      if (this.restartInterval > 0 && unit > 0 && unit % this.restartInterval === 0) {
        reader.restart();
        for (const component of scan.components) component.previous = 0;
      }
      for (const component of scan.components)
        this.readUnit(reader, scan, component, unit % across, Math.floor(unit / across));
    }
    return this.assemble(scan, widest, highest);
  }

  private readUnit(reader: BitReader, scan: Scan, component: Component, column: number, row: number): void {
    for (let y = 0; y < component.vertical; y++)
      for (let x = 0; x < component.horizontal; x++) {
        const top = (row * component.vertical + y) * 8;
        const left = (column * component.horizontal + x) * 8;
        const block = this.readBlock(reader, component);
        inverseTransform(
          block,
          component.samples,
          top * component.stride + left,
          component.stride,
          scan.precision,
        );
      }
  }

  private readBlock(reader: BitReader, component: Component): Float64Array {
    const dc = this.dc[component.dcTable];
    const ac = this.ac[component.acTable];
    const quantization = this.quantization[component.quantization];
    if (!dc || !ac || !quantization) throw damaged('table missing');
    const block = new Float64Array(64);
    component.previous += reader.signed(reader.symbol(dc));
    block[0] = component.previous * (quantization[0] ?? 1);
    for (let index = 1; index < 64; index++) {
      const symbol = reader.symbol(ac);
      const size = symbol & 15;
      if (size === 0 && symbol >> 4 < 15) break;
      index += symbol >> 4;
      const place = zigzag[index] ?? 63;
      if (size > 0) block[place] = reader.signed(size) * (quantization[place] ?? 1);
    }
    return block;
  }

  private assemble(scan: Scan, widest: number, highest: number): RawFrame {
    const { rows, columns, components } = scan;
    const samples = new Uint16Array(rows * columns * components.length);
    components.forEach((component, channel) => {
      for (let y = 0; y < rows; y++)
        for (let x = 0; x < columns; x++) {
          const from =
            Math.floor((y * component.vertical) / highest) * component.stride +
            Math.floor((x * component.horizontal) / widest);
          samples[channel * rows * columns + y * columns + x] = component.samples[from] ?? 0;
        }
    });
    return { samples, components: components.length, planar: true, rgb: false, rows, columns };
  }
}

export function decodeExtended(bytes: Uint8Array): RawFrame {
  return new ExtendedDecoder(bytes).decode();
}
